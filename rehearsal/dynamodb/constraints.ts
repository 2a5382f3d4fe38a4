// The constraints of the API model, refused in its words.
import type { Shape } from '../service.ts'
import { invalid } from './refusal.ts'

const wireName = (member: string): string => `${member[0]?.toLowerCase()}${member.slice(1)}`

const broken = (member: string, given: unknown, constraint: string) =>
  invalid(
    `1 validation error detected: Value ${given === undefined || given === null ? 'null' : `'${given}'`} at '${wireName(member)}' failed to satisfy constraint: ${constraint}`,
  )

/** Refuses a request without these members. */
export const required = (input: Shape, ...members: readonly string[]) => {
  for (const member of members) {
    if (input[member] === undefined || input[member] === null) {
      throw broken(member, undefined, 'Member must not be null')
    }
  }
}

/** The member when it is one of the values, or the first of them when it is absent. */
export const oneOf = <T extends string>(input: Shape, member: string, values: readonly [T, ...T[]]): T => {
  const given = input[member]
  if (given === undefined || given === null) return values[0]
  const found = values.find((value) => value === given)
  if (found) return found
  throw broken(member, given, `Member must satisfy enum value set: [${values.join(', ')}]`)
}

/** A whole number within its bounds; undefined when it is absent. */
export const whole = (
  input: Shape,
  member: string,
  { low, high = Number.MAX_SAFE_INTEGER }: { readonly low: number; readonly high?: number },
): number | undefined => {
  const given = input[member]
  if (given === undefined || given === null) return undefined
  if (given < low) throw broken(member, given, `Member must have value greater than or equal to ${low}`)
  if (given > high) throw broken(member, given, `Member must have value less than or equal to ${high}`)
  return Number(given)
}

const successors: Readonly<Record<string, string>> = {
  AttributesToGet: 'ProjectionExpression',
  AttributeUpdates: 'UpdateExpression',
  ConditionalOperator: 'AND and OR in an expression',
  Expected: 'ConditionExpression',
  KeyConditions: 'KeyConditionExpression',
  QueryFilter: 'FilterExpression',
  ScanFilter: 'FilterExpression',
}

/** Refuses the parameters that expressions have replaced since 2014; the local DynamoDB never had them. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html
export const refuseLegacy = (input: Shape) => {
  for (const [member, successor] of Object.entries(successors)) {
    if (input[member] !== undefined) {
      throw invalid(`the local DynamoDB does not take the legacy parameter ${member}: use ${successor}`)
    }
  }
}
