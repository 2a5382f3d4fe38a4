// Exports and imports between stacks.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
import { type Engine, livingStacks } from './engine.ts'
import type { Stack, StackOutput } from './stack.ts'

/** An output that a stack exports. */
export interface StackExport {
  readonly name: string
  readonly value: string
  readonly stack: Stack
}

/** Every export of the region, sorted by name. */
export const exportsOf = (engine: Engine): readonly StackExport[] =>
  livingStacks(engine)
    .flatMap((stack) =>
      stack.outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ name: exportName, value, stack }],
      ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))

/** The names of the stacks that import an export, sorted. */
export const importersOf = (engine: Engine, name: string): readonly string[] =>
  livingStacks(engine)
    .filter(({ imports }) => imports.has(name))
    .map((stack) => stack.name)
    .sort()

/** Why a stack cannot end with these outputs; undefined when it can. */
export const exportProblem = (engine: Engine, stack: Stack, outputs: readonly StackOutput[]): string | undefined => {
  const wanted = outputs.filter(({ exportName }) => exportName !== undefined)
  for (const { exportName } of wanted) {
    const other = exportsOf(engine).find(({ name, stack: owner }) => name === exportName && owner.id !== stack.id)
    if (other) return `Export with name ${exportName} is already exported by stack ${other.stack.name}`
    if (wanted.filter((output) => output.exportName === exportName).length > 1) {
      return `Output export names must be unique; ${exportName} is exported more than once`
    }
  }
  for (const { exportName, value } of stack.outputs) {
    const users = exportName === undefined ? [] : importersOf(engine, exportName)
    if (!users.length) continue
    const next = wanted.find((output) => output.exportName === exportName)
    if (!next) return `Export ${exportName} cannot be deleted as it is in use by ${users.join(' and ')}`
    if (next.value !== value) return `Export ${exportName} cannot be updated as it is in use by ${users.join(' and ')}`
  }
  return undefined
}
