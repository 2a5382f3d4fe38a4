// Stack policies: which resources an update may touch.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
import { conditionHolds, likePattern } from '../iam/condition-operators.ts'

interface Statement {
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: unknown
}

/** What an update wants to do to one resource. */
export interface PolicedAction {
  readonly action: 'Update:Modify' | 'Update:Replace' | 'Update:Delete'
  readonly logicalId: string
  readonly type: string
}

/** Why a stack policy forbids an action; undefined without a policy. With one, what is not allowed is denied. */
export const stackPolicyProblem = (policy: string | undefined, about: PolicedAction): string | undefined => {
  if (policy === undefined) return undefined
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] }
  const statements = [Statement].flat() as readonly Statement[]
  const denying = statements.findIndex((statement) => statement.Effect === 'Deny' && applies(statement, about))
  const resource = `[LogicalResourceId/${about.logicalId}]`
  if (denying >= 0) {
    return `Action denied by stack policy: Statement [#${denying + 1}] does not allow [${about.action}] for resource ${resource};`
  }
  const allowed = statements.some((statement) => statement.Effect === 'Allow' && applies(statement, about))
  return allowed ? undefined : `Action not allowed by stack policy: [${about.action}] for resource ${resource};`
}

const applies = (statement: Statement, { action, logicalId, type }: PolicedAction): boolean => {
  const matches = (patterns: string | readonly string[], text: string) =>
    [patterns].flat().some((pattern) => likePattern(String(pattern)).test(text))
  const acts =
    statement.NotAction === undefined ? matches(statement.Action ?? [], action) : !matches(statement.NotAction, action)
  const name = `LogicalResourceId/${logicalId}`
  const covers =
    statement.NotResource === undefined
      ? matches(statement.Resource ?? [], name)
      : !matches(statement.NotResource, name)
  return acts && covers && conditionHolds(statement.Condition, { ResourceType: [type] })
}
