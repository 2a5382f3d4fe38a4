import type { Repo } from '#model'
import { refuse } from '../problem.ts'
import type { ReadRole, ReadStatement } from '../read/role.ts'
import { isGitHubRole, trustedTexts, trusts } from '../read/subjects.ts'
import type { Rule } from './rule.ts'

const reading =
  /^(Get|List|Describe|BatchGet|BatchCheck|BatchDescribe|ConditionCheck|Query|Scan|Head|Lookup|Search|Select|Simulate|Validate|View)/

// A change set is made and thrown away; nothing of the stack changes until someone executes it.
const previewing = ['cloudformation:createchangeset', 'cloudformation:deletechangeset']

const has = (statement: ReadStatement, key: string, text: string): boolean =>
  statement.conditions.get(key)?.includes(text) ?? false

const isHarmless = (statement: ReadStatement, action: string): boolean => {
  const [, operation = ''] = action.split(':')
  if (reading.test(operation) || previewing.includes(action.toLowerCase())) return true
  if (action === 'cloudformation:TagResource')
    return has(statement, 'StringEquals cloudformation:CreateAction', 'CreateChangeSet')
  // Adds an object where none is; what others read stays as it was.
  return action === 's3:PutObject' && has(statement, 'Null s3:if-none-match', 'false')
}

const writesOf = (role: ReadRole): readonly string[] =>
  role.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((each) =>
      each.isNot ? ['everything but some actions'] : each.actions.filter((action) => !isHarmless(each, action)),
    )

const isTakenByPullRequests = (role: ReadRole, { owner, name }: Repo): boolean =>
  trusts(role, 'sub', `repo:${owner}/${name}:pull_request`) ||
  trustedTexts(role, 'sub').some((each) => each.endsWith(':pull_request'))

/** Roles that anyone who opens a pull request takes, and that change something. */
export const pullRequestWrites: Rule = ({ roles, delivery }) =>
  roles
    .filter((role) => isGitHubRole(role) && isTakenByPullRequests(role, delivery.repo))
    .flatMap((role) => {
      const writes = [...new Set(writesOf(role))]
      return writes.length === 0
        ? []
        : [
            refuse(role.template.at('Resources', role.logicalId), [
              `role "${role.name ?? role.logicalId}" is trusted for pull requests and may ${writes.join(', ')}`,
              'take the writing steps in a job that runs on the release branch or in an environment',
            ]),
          ]
    })
