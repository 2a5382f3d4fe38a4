import type { Action, Finding } from '#model'
import { offer } from './nearest.ts'
import type { ReadStep, ReadWorkflow } from './read-workflow.ts'

/** Inputs of our own actions that are missing, unknown, or none of the choices. GitHub itself checks none of them. */
export const checkInputs = (workflow: ReadWorkflow, actions: readonly Action[]): readonly Finding[] =>
  workflow.jobs
    .flatMap((job) => job.steps)
    .flatMap((step) => {
      const action = actions.find((each) => each.path === step.uses?.text.replace(/\/$/, ''))
      return action ? checkStep(step, action) : []
    })

const checkStep = (step: ReadStep, action: Action): readonly Finding[] => {
  const names = Object.keys(action.inputs)
  const unknown = [...step.with].filter(([key]) => !names.includes(key))
  const missing = names.filter((key) => action.inputs[key]?.required && !step.with.has(key))
  const wrong = [...step.with].filter(([key, given]) => {
    const choices = action.inputs[key]?.choices
    return choices && !choices.includes(given.text) && !given.text.includes('${{')
  })
  return [
    ...unknown.map(([key, given]) => ({
      code: 'input-unknown',
      severity: 'error' as const,
      at: given.at,
      says: `action "${action.name}" has no input "${key}"`,
      fix: offer(key, names),
    })),
    ...missing.map((key) => ({
      code: 'input-missing',
      severity: 'error' as const,
      at: step.uses?.at ?? step.at,
      says: `action "${action.name}" is not given its input "${key}"`,
      fix: `add under with: ${key}: …`,
    })),
    ...wrong.map(([key, given]) => ({
      code: 'input-not-a-choice',
      severity: 'error' as const,
      at: given.at,
      says: `input "${key}" of action "${action.name}" cannot be "${given.text}"`,
      fix: offer(given.text, action.inputs[key]?.choices ?? []),
    })),
  ]
}
