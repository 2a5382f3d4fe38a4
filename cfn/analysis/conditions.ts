// The Conditions section: Fn::Equals, Fn::And, Fn::Or, Fn::Not and references to other conditions.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
import type { Scope } from './scope.ts'
import { isRecord } from './template.ts'
import { TemplateError } from './template-error.ts'
import { isUnknown, type Unknown, unknownsIn } from './unknown.ts'

type Evaluate = (part: unknown) => unknown

/** Whether a named condition holds; unknown when it depends on a value that is known only after apply. */
export const conditionOf = (name: string, scope: Scope, evaluate: Evaluate): boolean | Unknown =>
  named(name, { scope, evaluate, path: [] })

interface Asking {
  readonly scope: Scope
  readonly evaluate: Evaluate
  readonly path: readonly string[]
}

const named = (name: string, asking: Asking): boolean | Unknown => {
  if (asking.path.includes(name)) {
    throw new TemplateError(
      `Template error: Found circular condition dependency: ${[...asking.path, name].join(' -> ')}`,
    )
  }
  const definition = asking.scope.template.Conditions?.[name]
  if (definition === undefined) throw new TemplateError(`Template error: unresolved condition dependency ${name}`)
  return truth(definition, { ...asking, path: [...asking.path, name] })
}

const truth = (condition: unknown, asking: Asking): boolean | Unknown => {
  if (typeof condition === 'boolean') return condition
  const [[name, argument] = ['', undefined]] = isRecord(condition) ? Object.entries(condition) : []
  if (name === 'Condition' && typeof argument === 'string') return named(argument, asking)
  const parts = Array.isArray(argument) ? argument : [argument]
  if (name === 'Fn::Equals' && parts.length === 2) return equal(parts.map(asking.evaluate))
  if (name === 'Fn::Not' && parts.length === 1) {
    const holds = truth(parts[0], asking)
    return isUnknown(holds) ? holds : !holds
  }
  if ((name === 'Fn::And' || name === 'Fn::Or') && parts.length >= 2 && parts.length <= 10) {
    const deciding = name === 'Fn::Or'
    const each = parts.map((part) => truth(part, asking))
    return each.includes(deciding) ? deciding : (each.find(isUnknown) ?? !deciding)
  }
  throw new TemplateError(
    'Template error: every condition is one of Fn::Equals (2 values), Fn::Not (1 condition), Fn::And or Fn::Or (2 to 10 conditions) or Condition',
  )
}

// Parameters are text to CloudFormation, so 3 equals "3" and true equals "true".
const equal = (values: readonly unknown[]): boolean | Unknown => {
  const [unknown] = unknownsIn(values)
  if (unknown) return unknown
  const [left, right] = values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
  return left === right
}
