// What IAM accepts and should not stay: statements that allow more than anybody means.
import type { Statement } from './document.ts'
import { claimOf } from './github-conditions.ts'
import { isLike } from './pattern.ts'
import type { PolicyProblem } from './problem.ts'

const everyone = (statement: Statement): boolean =>
  statement.principals?.some(({ value, kind }) => value === '*' && kind !== 'Federated' && kind !== 'CanonicalUser') ??
  statement.notPrincipals

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const bounding =
  /^(aws:(PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|PrincipalTag\/.+|SourceAccount|SourceArn|SourceOrgID|SourceOrgPaths|SourceOwner|SourceVpc|SourceVpce|SourceIp|VpcSourceIp|userid|username)|kms:(CallerAccount|ViaService)|sts:ExternalId|s3:DataAccessPointAccount|lambda:EventSourceToken|lambda:FunctionUrlAuthType|elasticfilesystem:AccessedViaMountTarget)$/i

const isBounded = (statement: Statement): boolean =>
  statement.conditions.some(
    ({ key, operator }) => !/not|null/i.test(operator) && (bounding.test(key) || claimOf(key) !== undefined),
  )

const allowsAction = (statement: Statement, action: string): boolean =>
  statement.actions.some((each) => isLike(each.toLowerCase(), action))

const trustBreadth = (statement: Statement): readonly PolicyProblem[] =>
  everyone(statement) && !isBounded(statement)
    ? [
        {
          code: 'trust-anyone',
          severity: 'error',
          keys: statement.keys,
          says: statement.notPrincipals
            ? 'everyone but those named may take this role'
            : 'every AWS account may take this role',
          fix: 'name the principal: an account, a role or a service',
        },
      ]
    : []

const openToAll = (statement: Statement): readonly PolicyProblem[] =>
  (everyone(statement) || statement.notPrincipals) && !isBounded(statement)
    ? [
        {
          code: 'policy-open-to-all',
          severity: 'warning',
          keys: statement.keys,
          says: `everybody may ${[...statement.actions, ...statement.notActions].join(', ')}`,
          fix: 'name the principal, or add a condition: aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID',
        },
      ]
    : []

const identityBreadth = (statement: Statement): readonly PolicyProblem[] => {
  if (statement.principals || statement.notPrincipals) return []
  const all = statement.resources.includes('*')
  const at = { severity: 'warning' as const, keys: statement.keys }
  if (statement.notActions.length > 0)
    return [
      {
        ...at,
        code: 'policy-allows-the-rest',
        says: `everything is allowed but ${statement.notActions.join(', ')}`,
        fix: 'list what is needed under Action',
      },
    ]
  if (all && statement.actions.includes('*'))
    return [
      {
        ...at,
        code: 'policy-allows-everything',
        says: 'every action on every resource is allowed',
        fix: 'list the actions, and the ARNs they are needed on',
      },
    ]
  const passes = all && allowsAction(statement, 'iam:passrole')
  const limited = statement.conditions.some(({ key }) => /^iam:(PassedToService|AssociatedResourceArn)$/i.test(key))
  return passes && !limited
    ? [
        {
          ...at,
          code: 'policy-passes-any-role',
          says: 'any role may be passed to any service',
          fix: 'name the roles, and add the condition StringEquals iam:PassedToService: the service that takes them',
        },
      ]
    : []
}

/** What the statements of a document allow beyond what anybody means. */
export const breadthProblems = (statements: readonly Statement[], isTrust: boolean): readonly PolicyProblem[] =>
  statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((each) => (isTrust ? trustBreadth(each) : [...openToAll(each), ...identityBreadth(each)]))
