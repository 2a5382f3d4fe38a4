// Why a resource changes: one detail per changed property path and cause.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
import { type Difference, differencesOf, same } from './differences.ts'
import type { Fate } from './fate.ts'
import { type Reference, referencesIn } from './references.ts'
import { type FactsOf, type RequiresRecreation, type ResourceFacts, recreationOf } from './replacement.ts'
import type { Scope } from './scope.ts'
import { isRecord, type TemplateResource } from './template.ts'
import { unknownsIn } from './unknown.ts'

/** The part of a resource a change touches. */
export type AttributeDetail =
  | 'Properties'
  | 'Metadata'
  | 'CreationPolicy'
  | 'UpdatePolicy'
  | 'DeletionPolicy'
  | 'UpdateReplacePolicy'
  | 'Tags'

/** One reason for the change of one property. */
export interface ChangeDetail {
  readonly attribute: AttributeDetail
  /** The top-level property, for the attributes Properties and Tags. */
  readonly name?: string
  /** `/Properties/Listeners/0/Port`. */
  readonly path: string
  readonly changeType: 'Add' | 'Remove' | 'Modify'
  readonly requiresRecreation: RequiresRecreation
  readonly evaluation: 'Static' | 'Dynamic'
  readonly changeSource:
    | 'DirectModification'
    | 'ParameterReference'
    | 'ResourceReference'
    | 'ResourceAttribute'
    | 'Automatic'
  /** The parameter or resource (`Web` or `Web.Arn`) the new value comes from. */
  readonly causingEntity?: string
  readonly before: unknown
  readonly after: unknown
}

/** One resource on both sides: as written, and as resolved. */
export interface Compared {
  readonly previous: TemplateResource
  readonly resource: TemplateResource
  readonly had: Readonly<Record<string, unknown>>
  readonly wanted: Readonly<Record<string, unknown>>
  readonly fates: ReadonlyMap<string, Fate>
  readonly facts: FactsOf
  readonly before: Scope
  readonly after: Scope
}

const attributes: readonly AttributeDetail[] = [
  'Properties',
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]

/** The attributes that have a detail, each once: the scope of a change. */
export const attributesWithDetails = (details: readonly ChangeDetail[]): readonly AttributeDetail[] => [
  ...new Set(details.map(({ attribute }) => attribute)),
]

/** All details of one resource's change; empty when it stays as it is. */
export const detailsOf = (compared: Compared): readonly ChangeDetail[] => {
  const facts = compared.facts(compared.resource.Type)
  return attributes.flatMap((attribute) =>
    differencesOf(compared.had[attribute], compared.wanted[attribute]).map((difference) =>
      detailOf({ attribute, difference, compared, facts }),
    ),
  )
}

interface Detailed {
  readonly attribute: AttributeDetail
  readonly difference: Difference
  readonly compared: Compared
  readonly facts: ResourceFacts | undefined
}

const detailOf = ({ attribute, difference, compared, facts }: Detailed): ChangeDetail => {
  const { path, before, after } = difference
  const properties = attribute === 'Properties'
  const name = properties ? path[0] : undefined
  const written = writtenAt(compared.resource, attribute, path)
  const cause = causeOf(written, compared)
  const direct = !cause || !same(writtenAt(compared.previous, attribute, path), written)
  return {
    attribute: name !== undefined && name === facts?.tags ? 'Tags' : attribute,
    ...(name === undefined ? {} : { name }),
    path: ['', attribute, ...path].join('/'),
    changeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
    requiresRecreation: properties ? worst(facts, path, before === undefined ? after : before) : 'Never',
    evaluation: unknownsIn(after).length ? 'Dynamic' : 'Static',
    ...(direct && !unknownsIn(after).length
      ? { changeSource: 'DirectModification' as const }
      : (cause ?? { changeSource: 'DirectModification' as const })),
    before,
    after,
  }
}

// The part of the template a value comes from: as deep as the path goes before an intrinsic function takes over.
const writtenAt = (resource: TemplateResource, attribute: AttributeDetail, path: readonly string[]): unknown => {
  let part = (resource as unknown as Record<string, unknown>)[attribute]
  for (const key of path) {
    const below: unknown = Array.isArray(part)
      ? part[Number(key)]
      : isRecord(part) && key in part
        ? part[key]
        : undefined
    if (below === undefined) return part
    part = below
  }
  return part
}

type Cause = Pick<ChangeDetail, 'changeSource' | 'causingEntity'>

const causeOf = (written: unknown, { before, after, fates }: Compared): Cause | undefined => {
  const changed = referencesIn(written).filter((reference) => isChanged(reference, { before, after, fates }))
  const [reference] = changed
  if (!reference) return undefined
  if (after.template.Parameters && reference.name in after.template.Parameters) {
    return { changeSource: 'ParameterReference', causingEntity: reference.name }
  }
  return reference.attribute === undefined
    ? { changeSource: 'ResourceReference', causingEntity: reference.name }
    : { changeSource: 'ResourceAttribute', causingEntity: `${reference.name}.${reference.attribute}` }
}

const isChanged = (
  { name, attribute }: Reference,
  { before, after, fates }: Pick<Compared, 'before' | 'after' | 'fates'>,
) => {
  if (after.template.Parameters && name in after.template.Parameters) {
    return !same(before.parameters[name], after.parameters[name])
  }
  const fate = fates.get(name) ?? 'kept'
  return fate !== 'kept' && !(fate === 'modified' && attribute === undefined)
}

// A whole object that comes or goes counts as the worst of its parts.
const worst = (facts: ResourceFacts | undefined, path: readonly string[], value: unknown): RequiresRecreation => {
  const leaves = leavesOf(value, path).map((leaf) => recreationOf(facts, leaf.join('.')))
  if (leaves.includes('Always')) return 'Always'
  return leaves.includes('Conditionally') ? 'Conditionally' : 'Never'
}

const leavesOf = (value: unknown, path: readonly string[]): readonly (readonly string[])[] => {
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index), item] as const)
    : isRecord(value)
      ? Object.entries(value)
      : []
  return entries.length ? entries.flatMap(([key, item]) => leavesOf(item, [...path, key])) : [path]
}
