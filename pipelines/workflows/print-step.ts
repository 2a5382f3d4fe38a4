import type { Step, StepValue } from '#model'
import type { StepsItem } from './workflow-types.generated.ts'

const printed = (values: Readonly<Record<string, StepValue>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([key, given]) => [key, typeof given === 'string' ? given : given.text]),
  )

const expressionsOf = (step: Step): readonly string[] =>
  [...Object.values(step.env ?? {}), ...Object.values(step.with ?? {})].map((given) =>
    typeof given === 'string' ? given : given.text,
  )

/** True when an output of the step is read by a step of its job or given to other jobs; only then its id is printed. */
export const isRead = (
  step: Step,
  by: { readonly steps: readonly Step[]; readonly gives: readonly string[] },
): boolean => [...by.steps.flatMap(expressionsOf), ...by.gives].some((text) => text.includes(`steps.${step.id}.`))

/** A step as GitHub reads it. */
export const printStep = (step: Step, withId: boolean): StepsItem => {
  const shared = {
    name: step.title,
    ...(withId && { id: step.id }),
  }
  if (step.uses !== undefined)
    return {
      ...shared,
      uses: step.uses,
      ...(step.with && { with: printed(step.with) }),
      ...(step.env && { env: printed(step.env) }),
    }
  return {
    ...shared,
    ...(step.env && { env: printed(step.env) }),
    ...(step.in && { 'working-directory': step.in }),
    run: step.run ?? '',
  }
}
