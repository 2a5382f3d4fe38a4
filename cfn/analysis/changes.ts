// What CloudFormation would do to each resource when one template takes the place of another.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
import { type AttributeDetail, attributesWithDetails, type ChangeDetail, detailsOf } from './change-details.ts'
import type { Fate } from './fate.ts'
import { graphOf, orderOf } from './graph.ts'
import { includedResources } from './included.ts'
import type { FactsOf } from './replacement.ts'
import { resolve } from './resolve.ts'
import type { Scope } from './scope.ts'
import type { TemplateResource } from './template.ts'
import { isUnknown, unknownOf } from './unknown.ts'

/** What becomes of the old resource when it is removed or replaced. */
export type PolicyAction =
  | 'Delete'
  | 'Retain'
  | 'Snapshot'
  | 'ReplaceAndDelete'
  | 'ReplaceAndRetain'
  | 'ReplaceAndSnapshot'

/** The change of one resource, in the words of a change set. */
export interface ResourceChange {
  readonly logicalId: string
  readonly type: string
  readonly action: 'Add' | 'Modify' | 'Remove'
  readonly physicalId?: string
  /** Only of a Modify: whether a new resource takes the place of the old one. */
  readonly replacement?: 'True' | 'Conditional' | 'False'
  readonly policyAction?: PolicyAction
  readonly scope: readonly AttributeDetail[]
  readonly details: readonly ChangeDetail[]
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** A resource that exists: what Ref and Fn::GetAtt of it give, and the properties it was last given. */
export interface Standing {
  readonly physicalId?: string
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly properties?: Readonly<Record<string, unknown>>
}

/** The two sides of a comparison. A side's own `reference` is not asked: `live` says what exists. */
export interface Comparison {
  /** Left out for a stack that does not exist yet. */
  readonly before?: Scope
  readonly after: Scope
  /** The resources of the stack by logical id, when they are known. */
  readonly live?: Readonly<Record<string, Standing>>
  /** Logical ids of the old template whose resource was never made. */
  readonly absent?: readonly string[]
  /**
   * True to take what Fn::GetAtt gives for unchanged while its resource is only changed in place. CloudFormation itself
   * is careful and lists its dependants.
   */
  readonly sure?: boolean
  readonly facts: FactsOf
}

/** The changes between two templates, removed resources last; unchanged resources are not listed. */
export const changesOf = ({
  before,
  after,
  live = {},
  absent = [],
  sure = false,
  facts,
}: Comparison): readonly ResourceChange[] => {
  const old = before ? includedResources(before).filter((logicalId) => !absent.includes(logicalId)) : []
  const wanted = includedResources(after)
  const fates = new Map<string, Fate>()
  const beforeScope = before && { ...before, reference: standingReference(live) }
  const afterScope = { ...after, reference: fatedReference(live, fates) }
  const changes = orderOf(graphOf(after.template, wanted)).flatMap((logicalId): readonly ResourceChange[] => {
    const resource = after.template.Resources[logicalId] as TemplateResource
    const previous = old.includes(logicalId) ? before?.template.Resources[logicalId] : undefined
    const shared = { logicalId, type: resource.Type, physicalId: live[logicalId]?.physicalId }
    const wantedNow = contextOf(resource, afterScope)
    if (!previous || !beforeScope || !before) {
      fates.set(logicalId, 'added')
      return [{ ...shared, action: 'Add' as const, scope: [], details: [], after: wantedNow }]
    }
    const standing = live[logicalId]?.properties
    const had = { ...contextOf(previous, beforeScope), ...(standing ? { Properties: standing } : {}) }
    const details = detailsOf({
      previous,
      resource,
      had,
      wanted: wantedNow,
      fates,
      facts,
      before: beforeScope,
      after: afterScope,
    })
    if (!details.length && previous.Type === resource.Type) return []
    const replacement = previous.Type === resource.Type ? replacementOf(details, fates) : 'True'
    // A type never changes under one logical id: nothing can follow what CloudFormation refuses.
    const fate = fateOf(previous.Type === resource.Type ? replacement : 'False', details)
    fates.set(logicalId, sure && fate === 'modified' ? 'kept' : fate)
    return [
      {
        ...shared,
        action: 'Modify' as const,
        replacement,
        ...(replacement === 'False'
          ? {}
          : { policyAction: `ReplaceAnd${policyOf(resource.UpdateReplacePolicy)}` as const }),
        scope: attributesWithDetails(details),
        details,
        before: had,
        after: wantedNow,
      },
    ]
  })
  const removed = old
    .filter((logicalId) => !wanted.includes(logicalId))
    .map((logicalId) => {
      const resource = before?.template.Resources[logicalId] as TemplateResource
      return {
        logicalId,
        type: resource.Type,
        physicalId: live[logicalId]?.physicalId,
        action: 'Remove' as const,
        policyAction: policyOf(resource.DeletionPolicy),
        scope: [],
        details: [],
        before: beforeScope && contextOf(resource, beforeScope),
      }
    })
  return [...changes, ...removed]
}

/** What a deletion or replacement policy makes of the old resource. */
const policyOf = (policy: unknown): 'Delete' | 'Retain' | 'Snapshot' =>
  policy === 'Retain' || policy === 'Snapshot' ? policy : 'Delete'

const contextOf = (resource: TemplateResource, scope: Scope): Record<string, unknown> => {
  const { Type: _type, Condition: _condition, DependsOn: _needs, ...attributes } = resource
  const resolved = resolve(attributes, scope) as Record<string, unknown>
  return { ...resolved, Properties: resolved.Properties ?? {} }
}

const replacementOf = (
  details: readonly ChangeDetail[],
  fates: ReadonlyMap<string, Fate>,
): 'True' | 'Conditional' | 'False' => {
  const certain = details.some(
    (detail) =>
      detail.requiresRecreation === 'Always' &&
      (detail.evaluation === 'Static' || ['replaced', 'added'].includes(fates.get(causeOf(detail)) ?? '')),
  )
  if (certain) return 'True'
  return details.some((detail) => detail.requiresRecreation !== 'Never') ? 'Conditional' : 'False'
}

const causeOf = (detail: ChangeDetail): string => detail.causingEntity?.split('.')[0] ?? ''

// Metadata and policies never reach the resource, so nothing that refers to it changes.
const fateOf = (replacement: 'True' | 'Conditional' | 'False', details: readonly ChangeDetail[]): Fate => {
  if (replacement !== 'False') return replacement === 'True' ? 'replaced' : 'maybe replaced'
  return details.some(({ attribute }) => attribute === 'Properties' || attribute === 'Tags') ? 'modified' : 'kept'
}

const standingReference =
  (live: Readonly<Record<string, Standing>>): Scope['reference'] =>
  (logicalId, attribute) => {
    const standing = live[logicalId]
    const value = attribute === undefined ? standing?.physicalId : standing?.attributes?.[attribute]
    return value === undefined || isUnknown(value) ? unknownOf(`${logicalId}.${attribute ?? 'Ref'}`) : value
  }

const fatedReference = (
  live: Readonly<Record<string, Standing>>,
  fates: ReadonlyMap<string, Fate>,
): Scope['reference'] => {
  const standing = standingReference(live)
  return (logicalId, attribute) => {
    const fate = fates.get(logicalId) ?? 'kept'
    // A change in place keeps what Ref gives; what Fn::GetAtt gives may be other than before.
    const kept = fate === 'kept' || (fate === 'modified' && attribute === undefined)
    return kept ? standing(logicalId, attribute) : unknownOf(`${logicalId}.${attribute ?? 'Ref'} (${fate})`)
  }
}
