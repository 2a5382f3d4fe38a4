import { conditionOf } from './conditions.ts'
import { resolve } from './resolve.ts'
import type { Scope } from './scope.ts'
import { TemplateError } from './template-error.ts'
import { isUnknown } from './unknown.ts'

/** Whether a condition holds; an unknown condition counts as holding, since its resource may be there. */
export const holds = (condition: string | undefined, scope: Scope): boolean => {
  if (condition === undefined) return true
  try {
    const truth = conditionOf(condition, scope, (part) => resolve(part, scope))
    return isUnknown(truth) || truth
  } catch (error) {
    if (scope.lenient && error instanceof TemplateError) return true
    throw error
  }
}

/** The logical ids of the resources whose condition holds, in the template's order. */
export const includedResources = (scope: Scope): readonly string[] =>
  Object.entries(scope.template.Resources)
    .filter(([, resource]) => holds(resource.Condition, scope))
    .map(([logicalId]) => logicalId)
