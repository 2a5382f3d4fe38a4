import { type Action, Fault, type Finding, type Inputs, type Read } from '#model'

type Env = Readonly<Record<string, string | undefined>>

/** The variable an input arrives in. https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#inputs */
const variableOf = (input: string): string => `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`

/** The inputs an action was given. GitHub enforces neither `required` nor choices; this does, all problems at once. */
export const readInputs = <I extends Inputs>(action: Action<I>, env: Env): Read<I> => {
  const read = Object.entries(action.inputs).map(([key, input]) => ({
    key,
    input,
    given: (env[variableOf(key)] ?? '').trim(),
  }))
  const problems = read.flatMap(({ key, input, given }): readonly Finding[] => {
    const at = { file: `action ${action.name}` }
    if (given === '')
      return input.required
        ? [
            {
              code: 'input-missing',
              severity: 'error',
              at,
              says: `input "${key}" is not given`,
              fix: `add under with: ${key}: …`,
            },
          ]
        : []
    if (!input.choices || input.choices.includes(given)) return []
    const choices = input.choices.map((each) => `"${each}"`).join(', ')
    return [
      {
        code: 'input-not-a-choice',
        severity: 'error',
        at,
        says: `input "${key}" cannot be "${given}"`,
        fix: `use one of ${choices}`,
      },
    ]
  })
  if (problems.length > 0) throw new Fault(problems, 2)
  return Object.fromEntries(read.map(({ key, given }) => [key, given])) as Read<I>
}
