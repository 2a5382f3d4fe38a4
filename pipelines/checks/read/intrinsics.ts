import { conditionsIn, type Reference, referencesIn } from '#cfn/analysis/references.ts'
import type { Template } from '#cfn/analysis/template.ts'
import { type Inside, listOf, recordsIn } from './walk.ts'

type Entries = Readonly<Record<string, unknown>>

/** What the values of a template say of other things, each with the keys that lead to it. */
interface Intrinsics {
  /** Every Ref, Fn::GetAtt and Fn::Sub. */
  readonly references: readonly Inside<readonly Reference[]>[]
  /** The argument of every Fn::ImportValue. */
  readonly imports: readonly Inside<unknown>[]
  /** The conditions that a resource is made by, or chooses by. */
  readonly conditions: readonly (readonly [logicalId: string, names: ReadonlySet<string>])[]
}

const referring = ['Ref', 'Fn::GetAtt', 'Fn::Sub']
const importing = 'Fn::ImportValue'

// What stands inside a Sub's variables comes on its own: every intrinsic by itself, so that a finding has its own line.
const ownOf = (key: string, value: Entries): Entries => {
  const argument = value[key]
  if (key !== 'Fn::Sub' || !Array.isArray(argument)) return value
  const names = Object.keys(argument[1] ?? {})
  return { [key]: [argument[0], Object.fromEntries(names.map((name) => [name, '']))] }
}

const found = (template: Template): Intrinsics => {
  const references: Inside<readonly Reference[]>[] = []
  const imports: Inside<unknown>[] = []
  for (const { keys, value } of recordsIn(template)) {
    const [key, ...others] = Object.keys(value)
    if (importing in value) imports.push({ keys: [...keys, importing], value: value[importing] })
    if (key !== undefined && others.length === 0 && referring.includes(key))
      references.push({ keys: [...keys, key], value: referencesIn(ownOf(key, value)) })
  }
  const conditions = Object.entries(template.Resources).map(
    ([id, resource]) => [id, new Set([...conditionsIn(resource), ...listOf(resource?.Condition).map(String)])] as const,
  )
  return { references, imports, conditions }
}

const known = new WeakMap<Template, Intrinsics>()

/** The intrinsics of a template: found once, since several rules look at each of them. */
export const intrinsicsOf = (template: Template): Intrinsics => {
  const all = known.get(template) ?? found(template)
  known.set(template, all)
  return all
}
