// Whether a role's trust policy lets a caller in.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import { conditionHolds, likePattern, type RequestContext } from './condition-operators.ts'

/** Who asks to take a role, and with what. */
export interface TrustRequest {
  readonly action: string
  /** `Federated: <provider ARN>`, `AWS: <caller ARN>` or `Service: ecs-tasks.amazonaws.com`. */
  readonly principal: { readonly kind: 'AWS' | 'Federated' | 'Service'; readonly id: string }
  readonly context: RequestContext
}

interface Statement {
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
  readonly Condition?: unknown
}

/** True when a statement allows the request and none denies it. */
export const trusts = (document: unknown, request: TrustRequest): boolean => {
  const statements = [(document as { Statement?: Statement | Statement[] } | undefined)?.Statement ?? []].flat()
  const applying = statements.filter((statement) => applies(statement, request))
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny')
}

const applies = (statement: Statement, { action, principal, context }: TrustRequest): boolean => {
  const named = (patterns: string | readonly string[] | undefined) =>
    [patterns ?? []].flat().some((pattern) => likePattern(pattern, 'is').test(action))
  const acts = statement.NotAction === undefined ? named(statement.Action) : !named(statement.NotAction)
  return acts && isPrincipal(statement.Principal, principal) && conditionHolds(statement.Condition, context)
}

const isPrincipal = (given: Statement['Principal'], { kind, id }: TrustRequest['principal']): boolean => {
  if (given === '*') return kind === 'AWS'
  if (typeof given !== 'object') return false
  return [given[kind] ?? []].flat().some((one) => one === '*' || one === id || (kind === 'AWS' && isAccountOf(one, id)))
}

// An account id, or the ARN of its root, stands for every principal of that account.
const isAccountOf = (given: string, arn: string): boolean => {
  const account = arn.split(':')[4]
  return given === account || given === `arn:aws:iam::${account}:root`
}
