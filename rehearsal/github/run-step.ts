import { fill, type Scope } from './expression.ts'
import type { JobState } from './job-state.ts'
import { knownActions } from './known-actions/known-actions.ts'
import { Refusal } from './refusal.ts'
import { runLocalAction } from './run-local-action.ts'
import { runScript } from './run-script.ts'
import type { JobFile, StepFile } from './workflow-file.ts'

/** Fills every value of a mapping. */
export const fillAll = (values: Readonly<Record<string, string>>, scope: Scope): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, scope)]))

/** Runs one step and gives its outputs. Throws StepFailure when it fails, Refusal when it is not run here. */
export const runStep = async (
  state: JobState,
  given: { readonly step: StepFile; readonly key: string; readonly job: JobFile; readonly scope: Scope },
): Promise<Readonly<Record<string, string>>> => {
  const { step, key, job, scope } = given
  const env = fillAll(step.env, scope)
  if (step.run !== undefined)
    return runScript(state, {
      key,
      run: fill(step.run, scope),
      shell: step.shell ?? job.shell,
      in: step.in ?? job.in,
      env,
    })
  const uses = step.uses ?? ''
  const inputs = fillAll(step.with, scope)
  if (uses.startsWith('./')) return runLocalAction(state, { key, uses, with: inputs, env, scope })
  const name = uses.split('@')[0] ?? ''
  const known = knownActions[name.toLowerCase()]
  if (!known)
    throw new Refusal(
      `job ${job.id}: the local runner does not know the action "${name}"`,
      `use one of ${Object.keys(knownActions).join(', ')}, or an action of the repository (./…)`,
    )
  return known({ input: (input) => (inputs[input] ?? '').trim(), state })
}
