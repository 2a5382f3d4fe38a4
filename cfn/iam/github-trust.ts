// Who outside the intended repository can take a role through GitHub's identity provider.
// https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
import type { Statement } from './document.ts'
import { claimOf, gitHubIssuer, type Limit, limitOf, rankOf } from './github-conditions.ts'
import { isUnreadable, type Reach } from './github-subject.ts'
import { isLike } from './pattern.ts'
import type { PolicyProblem } from './problem.ts'

const assume = 'sts:assumerolewithwebidentity'

const assumes = (statement: Statement): boolean =>
  statement.actions.some((each) => isLike(each.toLowerCase(), assume)) ||
  (statement.notActions.length > 0 && !statement.notActions.some((each) => isLike(each.toLowerCase(), assume)))

const issuerOf = (provider: string): string | undefined => /:oidc-provider\/(.+)$/.exec(provider)?.[1]?.toLowerCase()

const isGitHub = (issuer: string): boolean => issuer.includes(gitHubIssuer) || issuer.endsWith('/_services/token')

/** True for a statement through which GitHub's tokens may take the role. */
export const isGitHubTrust = (statement: Statement): boolean => {
  if (!assumes(statement)) return false
  if (statement.conditions.some(({ key }) => claimOf(key))) return true
  const providers = (statement.principals ?? []).filter(({ kind }) => kind === 'Federated').map(({ value }) => value)
  return providers.some(
    (each) => isGitHub(each.toLowerCase()) || (isUnreadable(each) && statement.conditions.length === 0),
  )
}

// A Deny of everything else is a limit as well.
const deniedLimits = (statements: readonly Statement[]): readonly Limit[] =>
  statements
    .filter((each) => each.effect === 'Deny' && assumes(each) && each.conditions.length === 1)
    .flatMap(({ conditions }) =>
      conditions.flatMap((each) => {
        const turned = each.operator.replace(/StringNot(Equals|Like|EqualsIgnoreCase)(IfExists)?$/, 'String$1')
        const limit = turned === each.operator ? undefined : limitOf({ ...each, operator: turned }, undefined)
        return limit ? [limit] : []
      }),
    )

const identifying = new Set([
  'sub',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'job_workflow_ref',
])

const says: Readonly<
  Record<Reach, readonly [code: PolicyProblem['code'], says: (value: string) => string, fix: string]>
> = {
  nobody: [
    'trust-never-matches',
    (value) => `no token of GitHub's matches "${value}"`,
    'write the subject as GitHub sends it, in its letter case: repo:OWNER/REPO:ref:refs/heads/BRANCH, repo:OWNER/REPO:environment:NAME or repo:OWNER@OWNER_ID/REPO@REPO_ID:…; a value with * needs StringLike',
  ],
  intended: ['trust-any-ref', () => '', ''],
  'pull request': [
    'trust-pull-request',
    (value) => `"${value}" lets every pull request of the repository take the role`,
    'keep the role from writing anything, or trust a branch or an environment: repo:OWNER/REPO:environment:NAME',
  ],
  'any ref': [
    'trust-any-ref',
    (value) => `"${value}" admits every branch, tag, pull request or environment`,
    'name the one that deploys: repo:OWNER/REPO:ref:refs/heads/BRANCH or repo:OWNER/REPO:environment:NAME',
  ],
  unreadable: [
    'trust-unreadable',
    (value) => `"${value}" comes from elsewhere, and may hold any subject`,
    'write the fixed part of the subject here: repo:OWNER/REPO:…',
  ],
  'shared workflow': [
    'trust-shared-workflow',
    (value) => `"${value}" names a workflow, and not the repositories that may call it`,
    'add a condition on sub or repository_id beside it',
  ],
  'other repository': [
    'trust-other-repository',
    (value) => `"${value}" admits repositories beside the intended one`,
    'write the whole name and the ":" behind it: repo:OWNER/REPO:ref:refs/heads/BRANCH',
  ],
  'any owner': [
    'trust-any-owner',
    (value) => `"${value}" admits repositories of any owner`,
    'write owner and name: repo:OWNER/REPO:ref:refs/heads/BRANCH',
  ],
}

const mistaken: readonly Reach[] = ['nobody', 'other repository', 'any owner']

// The ref, the environment or the workflow is pinned by a condition of its own.
const isNarrowed = (limits: readonly Limit[]): boolean =>
  limits.some(
    ({ claim, condition, reach }) =>
      (['ref', 'environment'].includes(claim) &&
        /^(ForAnyValue:)?String(Equals|Like)$/.test(condition.operator) &&
        !condition.values.some((value) => /^(refs\/(heads|tags)\/?)?\*+$/.test(value))) ||
      (claim === 'job_workflow_ref' && reach === 'shared workflow'),
  )

const reachProblem = (statement: Statement, limits: readonly Limit[]): readonly PolicyProblem[] => {
  const dead = limits.find(({ reach }) => reach === 'nobody')
  const named = limits.filter((each) => identifying.has(each.claim) && each.reach !== 'no limit')
  const narrowest = named.reduce<Limit | undefined>(
    (one, other) => (one && rankOf(one.reach as Reach) <= rankOf(other.reach as Reach) ? one : other),
    undefined,
  )
  const found = dead ?? narrowest
  if (!found)
    return [
      {
        code: 'trust-without-subject',
        severity: 'error',
        keys: statement.keys,
        says: 'nothing limits which repository may take this role',
        fix: `add the condition StringEquals ${gitHubIssuer}:sub: repo:OWNER/REPO:ref:refs/heads/BRANCH`,
      },
    ]
  const reach = found.reach as Reach
  if (reach === 'intended' || (reach === 'any ref' && isNarrowed(limits))) return []
  const [code, sentence, fix] = says[reach]
  const severity = mistaken.includes(reach) ? 'error' : 'warning'
  return [{ code, severity, keys: found.condition.keys, says: sentence(found.value), fix }]
}

const audienceProblem = (statement: Statement, limits: readonly Limit[]): readonly PolicyProblem[] => {
  const given = limits.filter(({ claim, absentPasses }) => claim === 'aud' && !absentPasses)
  const open = given.find(
    ({ condition }) => /like/i.test(condition.operator) && condition.values.some((each) => each === '*'),
  )
  if (given.length > 0 && !open) return []
  return [
    {
      code: 'trust-without-audience',
      severity: 'warning',
      keys: open?.condition.keys ?? statement.keys,
      says: 'the role does not ask whom a token was made for',
      fix: `add the condition StringEquals ${gitHubIssuer}:aud: sts.amazonaws.com`,
    },
  ]
}

// A comparison that a missing claim passes is no limit; beside one that is, it is only misleading.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
const absentProblems = (limits: readonly Limit[]): readonly PolicyProblem[] => {
  const bound = limits.some(
    ({ claim, reach, absentPasses }) =>
      identifying.has(claim) && !absentPasses && reach !== 'no limit' && rankOf(reach) <= rankOf('any ref'),
  )
  return limits
    .filter(({ absentPasses }) => absentPasses)
    .map(({ claim, reach, condition }) => ({
      code: 'trust-for-all-values',
      severity: identifying.has(claim) && reach !== 'no limit' && !bound ? 'error' : 'warning',
      keys: condition.keys,
      says: `"${condition.operator}" is true as well when a token has no ${condition.key}`,
      fix: `write ${condition.operator.replace(/^ForAllValues:|IfExists$/gi, '')}: a token has one value of it`,
    }))
}

const deadProblems = (limits: readonly Limit[]): readonly PolicyProblem[] =>
  limits.flatMap(({ dead, condition }) =>
    dead.map((value) => ({
      code: 'trust-never-matches' as const,
      severity: 'warning' as const,
      keys: condition.keys,
      says: says.nobody[1](value),
      fix: says.nobody[2],
    })),
  )

const issuerIn = (statement: Statement): string | undefined => {
  const providers = (statement.principals ?? []).filter(({ kind }) => kind === 'Federated')
  const issuers = providers.map(({ value }) => issuerOf(value))
  const [only] = issuers
  return issuers.length === 1 && only !== undefined && !/[<${*]/.test(only) ? only : undefined
}

/** What is wrong with the statements of a trust policy that GitHub's tokens match. */
export const gitHubTrustProblems = (statements: readonly Statement[]): readonly PolicyProblem[] => {
  const denied = deniedLimits(statements)
  return statements
    .filter((each) => each.effect === 'Allow' && isGitHubTrust(each))
    .flatMap((statement) => {
      const issuer = issuerIn(statement)
      const limits = [...statement.conditions.flatMap((each) => limitOf(each, issuer) ?? []), ...denied]
      return [
        ...reachProblem(statement, limits),
        ...audienceProblem(statement, limits),
        ...absentProblems(limits),
        ...deadProblems(limits),
      ]
    })
}
