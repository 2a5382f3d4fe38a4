import { type Reference, referencesIn } from '#cfn/analysis/references.ts'
import { isRecord, type Template } from '#cfn/analysis/template.ts'
import { oncePer } from './once.ts'
import { type Inside, listOf, visit } from './walk.ts'

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

const referring = new Set(['Ref', 'Fn::GetAtt', 'Fn::Sub'])
const importing = 'Fn::ImportValue'
const choosing = 'Fn::If'

// What stands inside a Sub's variables comes on its own: every intrinsic by itself, so that a finding has its own line.
const ownOf = (key: string, value: Entries): Entries => {
  const argument = value[key]
  if (key !== 'Fn::Sub' || !Array.isArray(argument)) return value
  const names = Object.keys(argument[1] ?? {})
  return { [key]: [argument[0], Object.fromEntries(names.map((name) => [name, '']))] }
}

const onlyKeyOf = (value: Entries): string | undefined => {
  let only: string | undefined
  for (const key in value) {
    if (only !== undefined) return undefined
    only = key
  }
  return only
}

/** The intrinsics of a template: found once, since several rules look at each of them. */
export const intrinsicsOf = oncePer((template: Template): Intrinsics => {
  const references: Inside<readonly Reference[]>[] = []
  const imports: Inside<unknown>[] = []
  const conditions = new Map<string, Set<string>>(
    Object.entries(template.Resources).map(([id, { Condition }]) => [id, new Set(listOf(Condition).map(String))]),
  )
  visit(template, (value, keys) => {
    if (!isRecord(value)) return
    const key = onlyKeyOf(value)
    if (key === undefined) return
    if (key === importing) imports.push({ keys: [...keys, key], value: value[key] })
    else if (referring.has(key)) references.push({ keys: [...keys, key], value: referencesIn(ownOf(key, value)) })
    else if (key === choosing && keys[0] === 'Resources')
      conditions.get(String(keys[1]))?.add(String(listOf(value[key])[0]))
  })
  return { references, imports, conditions: [...conditions] }
})
