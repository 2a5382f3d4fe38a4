// Every resource of every stack of an environment, and what its references point at: across imports, into nested
// stacks by their outputs, and out of them by their parameters.
import { referencesIn } from '../analysis/references.ts'
import { isRecord, type Template, type TemplateResource } from '../analysis/template.ts'

/** A stack to draw: its id, its name in the account, and its template. `parent` is set for a nested one. */
export interface DrawnStack {
  readonly id: string
  readonly name: string
  readonly template: Template
  readonly parent?: { readonly id: string; readonly logicalId: string }
}

/** One resource, by an id that is its own among all stacks. */
export interface Thing {
  readonly id: string
  readonly stack: string
  readonly logicalId: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly resource: TemplateResource
}

/** All resources, and how to follow a value to those it refers to. */
export interface World {
  readonly things: readonly Thing[]
  /** The resources that a value, as a template of this stack says it, refers to. */
  readonly follow: (stack: string, value: unknown) => readonly Thing[]
}

const idOf = (stack: string, logicalId: string) => `${stack}/${logicalId}`

const importsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(importsIn)
  if (!isRecord(value)) return []
  const own = typeof value['Fn::ImportValue'] === 'string' ? [value['Fn::ImportValue']] : []
  return [...own, ...Object.values(value).flatMap(importsIn)]
}

const thingsIn = ({ id, template }: DrawnStack): readonly Thing[] =>
  Object.entries(template.Resources).map(([logicalId, resource]) => ({
    id: idOf(id, logicalId),
    stack: id,
    logicalId,
    type: resource.Type,
    properties: resource.Properties ?? {},
    resource,
  }))

const exportsIn = ({ name, id, template }: DrawnStack): readonly (readonly [string, readonly [string, unknown]])[] =>
  Object.values(template.Outputs ?? {}).flatMap(({ Export, Value }) => {
    const given = Export?.Name
    const said = isRecord(given) ? given['Fn::Sub'] : given
    return typeof said === 'string' ? [[said.replace('${AWS::StackName}', name), [id, Value]] as const] : []
  })

/** The world of an environment's stacks, nested ones among them. */
export const worldOf = (stacks: readonly DrawnStack[]): World => {
  const things = stacks.flatMap(thingsIn)
  const byId = new Map(things.map((thing) => [thing.id, thing]))
  const byStack = new Map(stacks.map((stack) => [stack.id, stack]))
  const exported = new Map(stacks.flatMap(exportsIn))
  const nestedAt = (id: string) => stacks.find(({ parent }) => parent && idOf(parent.id, parent.logicalId) === id)

  const named = (stack: string, name: string, attribute = ''): readonly Thing[] => {
    const own = byId.get(idOf(stack, name))
    const inside = own && attribute.startsWith('Outputs.') ? nestedAt(own.id) : undefined
    const output = inside?.template.Outputs?.[attribute.slice('Outputs.'.length)]
    if (inside && output) return follow(inside.id, output.Value)
    if (own) return [own]
    const parent = byStack.get(stack)?.parent
    const given = parent && byId.get(idOf(parent.id, parent.logicalId))?.properties.Parameters
    return parent && isRecord(given) ? follow(parent.id, given[name]) : []
  }
  const follow = (stack: string, value: unknown): readonly Thing[] => [
    ...new Set([
      ...referencesIn(value).flatMap(({ name, attribute }) => named(stack, name, attribute)),
      ...importsIn(value).flatMap((name) => {
        const [from, given] = exported.get(name) ?? []
        return from === undefined ? [] : follow(from, given)
      }),
    ]),
  ]
  return { things, follow }
}
