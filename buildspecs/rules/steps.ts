import { describe, entryIn, error, type Findings, type GivenEntry, type GivenMap, valueIn, warning } from './given.ts'
import { anything, keysOf, text, twice, type ValueRule } from './shapes.ts'

const keys: Readonly<Record<string, ValueRule>> = {
  id: text,
  if: text,
  name: text,
  uses: text,
  run: text,
  shell: text,
  'working-directory': text,
  with: anything,
  env: anything,
}

const stepFindings = (step: GivenMap): Findings => [
  ...twice(step),
  ...keysOf(step, keys),
  ...(valueIn(step, 'uses') || valueIn(step, 'run')
    ? []
    : error('buildspec-type', step.at, ['a step neither uses an action nor runs a script', 'add "uses" or "run"'])),
]

/** GitHub's steps in a phase. AWS CodeBuild User Guide, "Use GitHub Actions syntax in a buildspec". */
export const steps: ValueRule = (entry) => {
  const { value } = entry
  if (value.is !== 'list')
    return error('buildspec-type', value.at, [
      `"${entry.key}" is ${describe(value)} where a list of steps belongs`,
      'begin each step with "- uses: …"',
    ])
  return value.items.flatMap((item) =>
    item.is === 'map'
      ? stepFindings(item)
      : error('buildspec-type', item.at, [
          `a step is ${describe(item)} where a mapping belongs`,
          'write it as "- uses: …"',
        ]),
  )
}

/** Steps and commands in one phase: CodeBuild runs them in phases of their own. */
export const stepsBesideCommands = (phase: GivenMap, entry: GivenEntry): Findings => {
  const commands = entryIn(phase, 'commands')
  return commands && entryIn(phase, 'steps')
    ? warning('buildspec-key-misplaced', commands.at, [
        `phase "${entry.key}" has both "steps" and "commands"`,
        'give each a phase of its own',
      ])
    : []
}
