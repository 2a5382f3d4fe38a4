// What one condition of a trust policy says about GitHub's tokens.
import type { Condition } from './document.ts'
import { isUnreadable, type Reach, reachOf } from './github-subject.ts'
import { hasWildcard } from './pattern.ts'

/** A condition key of GitHub's tokens: the issuer it names, and the claim. */
export interface ClaimKey {
  readonly issuer: string
  readonly claim: string
}

/** The issuer of github.com; an enterprise may have one with its name behind it. */
export const gitHubIssuer = 'token.actions.githubusercontent.com'

/** Reads a condition key; undefined when it is none of GitHub's. GitHub Enterprise Server has an issuer of its own. */
export const claimOf = (key: string): ClaimKey | undefined => {
  const found = /^(token\.actions\.githubusercontent\.com(?:\/[^:]+)?|[^:]+\/_services\/token):(\w+)$/i.exec(key)
  return found?.[1] && found[2] ? { issuer: found[1].toLowerCase(), claim: found[2].toLowerCase() } : undefined
}

/**
 * The claims that STS compares; another one, like `iss`, is never there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const compared = new Set([
  'actor',
  'actor_id',
  'aud',
  'enterprise',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'repository_visibility',
  'sub',
  'workflow',
])

/** What a condition comes to: how far its claim lets tokens in, or that it says nothing at all. */
export interface Limit {
  readonly claim: string
  readonly reach: Reach | 'no limit'
  /** The first value that reaches as far as that. */
  readonly value: string
  readonly condition: Condition
  /** Values beside it that no token can match. */
  readonly dead: readonly string[]
  /** True when a token without the claim passes as well. */
  readonly absentPasses: boolean
}

const order: readonly Reach[] = [
  'nobody',
  'intended',
  'pull request',
  'any ref',
  'unreadable',
  'shared workflow',
  'other repository',
  'any owner',
]

/** The narrower one first. */
export const rankOf = (reach: Reach): number => order.indexOf(reach)

const operatorOf = (operator: string) => {
  const found = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(operator)
  const name = (found?.[2] ?? '').toLowerCase()
  return {
    forAllValues: found?.[1]?.toLowerCase() === 'forallvalues',
    ifExists: found?.[3] !== undefined,
    like: name === 'stringlike',
    ignoresCase: name === 'stringequalsignorecase',
    positive: name === 'stringlike' || name === 'stringequals' || name === 'stringequalsignorecase',
    negative: name.startsWith('stringnot'),
  }
}

// A repository name alone: `acme/app`.
const repositoryReach = (value: string): Reach =>
  hasWildcard(value) ? reachOf(`repo:${value}:*`, true) : /^[^/]+\/[^/]+$/.test(value) ? 'any ref' : 'nobody'

const workflowReach = (value: string): Reach =>
  /^[^*?]+\/[^*?]+\.ya?ml@/.test(value) || /^[^*?/]+\/[^*?/]+\//.test(value) ? 'shared workflow' : 'other repository'

const valueReach = (claim: string, value: string, like: boolean): Reach | 'no limit' => {
  if (claim === 'sub') return reachOf(value, like)
  if (isUnreadable(value)) return 'unreadable'
  if (!like && hasWildcard(value)) return 'nobody'
  if (claim === 'repository') return repositoryReach(value)
  if (claim === 'repository_id') return hasWildcard(value) ? 'any owner' : 'any ref'
  if (claim === 'repository_owner' || claim === 'repository_owner_id')
    return hasWildcard(value) ? 'any owner' : 'other repository'
  if (claim === 'job_workflow_ref') return workflowReach(value)
  return 'no limit'
}

/** What a condition limits; `issuer` is the provider's, when the policy spells it. */
export const limitOf = (condition: Condition, issuer: string | undefined): Limit | undefined => {
  const key = claimOf(condition.key)
  if (!key) return undefined
  const { forAllValues, ifExists, like, ignoresCase, positive, negative } = operatorOf(condition.operator)
  const made = (reach: Limit['reach'], value = '', dead: readonly string[] = []): Limit => ({
    claim: key.claim,
    reach,
    value,
    condition,
    dead,
    absentPasses: forAllValues || ifExists,
  })
  const absent = !compared.has(key.claim) || (issuer !== undefined && issuer !== key.issuer)
  // What compares with a key that is not there: never true, unless the operator lets a missing key pass.
  if (absent) return made(forAllValues || ifExists || negative ? 'no limit' : 'nobody', condition.values[0])
  if (negative) return made('no limit')
  if (!positive) return made(key.claim === 'sub' && !/^null$/i.test(condition.operator) ? 'nobody' : 'no limit')
  const reached = condition.values.map((value) => ({
    value,
    reach: valueReach(key.claim, ignoresCase ? value.toLowerCase() : value, like),
  }))
  if (reached.length === 0) return made('nobody')
  const limits = reached.filter((each): each is { value: string; reach: Reach } => each.reach !== 'no limit')
  if (limits.length === 0) return made('no limit', condition.values[0])
  const widest = limits.reduce((one, other) => (rankOf(other.reach) > rankOf(one.reach) ? other : one))
  const dead =
    widest.reach === 'nobody' ? [] : limits.filter(({ reach }) => reach === 'nobody').map(({ value }) => value)
  return made(widest.reach, widest.value, dead)
}
