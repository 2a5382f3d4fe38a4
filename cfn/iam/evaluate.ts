// Whether a call is allowed, as IAM decides it for one account: an explicit Deny, then an Allow, then nothing.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import type { Condition, Statement } from './document.ts'
import { isLike } from './pattern.ts'

/** One call of one service. */
export interface Call {
  readonly action: string
  readonly resource: string
  /** The context keys of the call, by their full name; a key that is left out is absent. */
  readonly context?: Readonly<Record<string, readonly string[] | string>>
}

/** How IAM decides. */
export type Decision = 'allowed' | 'denied' | 'explicitly denied'

const compare: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  stringequals: (wanted, given) => wanted === given,
  stringequalsignorecase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  stringlike: isLike,
  arnlike: isLike,
  arnequals: isLike,
  bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  numericequals: (wanted, given) => Number(wanted) === Number(given),
  numericlessthan: (wanted, given) => Number(given) < Number(wanted),
  numericlessthanequals: (wanted, given) => Number(given) <= Number(wanted),
  numericgreaterthan: (wanted, given) => Number(given) > Number(wanted),
  numericgreaterthanequals: (wanted, given) => Number(given) >= Number(wanted),
}

const holds = ({ operator, key, values }: Condition, context: NonNullable<Call['context']>): boolean => {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
  const given = found === undefined ? [] : [found].flat()
  const parts = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(operator)
  const name = (parts?.[2] ?? '').toLowerCase()
  if (name === 'null') return values[0]?.toLowerCase() === String(given.length === 0)
  if (given.length === 0)
    return parts?.[1]?.toLowerCase() === 'forallvalues' || parts?.[3] !== undefined || name.includes('not')
  const negative = name.includes('not')
  const same = compare[name.replace('not', '')]
  if (!same) return false
  const one = (text: string) => values.some((value) => same(value, text)) !== negative
  return parts?.[1]?.toLowerCase() === 'foranyvalue' ? given.some(one) : given.every(one)
}

const applies = (statement: Statement, { action, resource, context = {} }: Call): boolean => {
  const named = (patterns: readonly string[], text: string) => patterns.some((each) => isLike(each, text))
  const lower = (patterns: readonly string[]) => patterns.map((each) => each.toLowerCase())
  const onAction =
    statement.actions.length > 0
      ? named(lower(statement.actions), action.toLowerCase())
      : !named(lower(statement.notActions), action.toLowerCase())
  const onResource =
    statement.resources.length > 0
      ? named(statement.resources, resource)
      : statement.notResources.length === 0 || !named(statement.notResources, resource)
  return onAction && onResource && statement.conditions.every((each) => holds(each, context))
}

/** What the statements of a role's policies, or of its trust policy, say about a call. */
export const decide = (statements: readonly Statement[], call: Call): Decision => {
  const matching = statements.filter((each) => applies(each, call))
  if (matching.some(({ effect }) => effect === 'Deny')) return 'explicitly denied'
  return matching.some(({ effect }) => effect === 'Allow') ? 'allowed' : 'denied'
}
