// Evaluates a template value: every intrinsic function, conditions and pseudo parameters.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
import { type Intrinsic, intrinsics } from './intrinsics.ts'
import { noValue } from './no-value.ts'
import type { Scope } from './scope.ts'
import { isRecord } from './template.ts'
import { TemplateError } from './template-error.ts'
import { isUnknown, unknownOf } from './unknown.ts'

/** The value with all its intrinsic functions evaluated; `undefined` where the template says AWS::NoValue. */
export const resolve = (value: unknown, scope: Scope): unknown => {
  const resolved = evaluate(value, scope)
  return resolved === noValue ? undefined : resolved
}

const evaluate = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== noValue)
  if (!isRecord(value) || isUnknown(value)) return value
  const [name, ...others] = Object.keys(value)
  const intrinsic = name !== undefined && others.length === 0 ? intrinsics[name] : undefined
  if (intrinsic) return applied(intrinsic, value, scope)
  const entries = Object.entries(value).map(([key, part]) => [key, evaluate(part, scope)] as const)
  return Object.fromEntries(entries.filter(([, part]) => part !== noValue))
}

const applied = (intrinsic: Intrinsic, value: Readonly<Record<string, unknown>>, scope: Scope): unknown => {
  const [argument] = Object.values(value)
  try {
    return intrinsic(argument, scope, (part) => evaluate(part, scope))
  } catch (error) {
    if (scope.lenient && error instanceof TemplateError) return unknownOf(JSON.stringify(value))
    throw error
  }
}
