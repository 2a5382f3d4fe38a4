import type { Service } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, type Statement, trustService } from '../template/policy.ts'
import { type Resource, resource } from '../template/resource.ts'
import { statementsOf, statementsOfAll, type Where } from './grants.ts'

/** The two roles of a task: what ECS does to start it, and what the program in it may do. */
export interface TaskRoles {
  readonly execution: Resource<'AWS::IAM::Role'>
  readonly task: Resource<'AWS::IAM::Role'>
}

/** The roles of a service's tasks. Secrets are read by ECS, not by the program; tables by the program, not by ECS. */
export const taskRoles = (service: Service, logs: Resource<'AWS::Logs::LogGroup'>, where: Where): TaskRoles => {
  const read = service.uses.filter((use) => use.to.kind !== 'table')
  const used = service.uses.filter((use) => use.to.kind === 'table')
  return {
    execution: roleOf('ExecutionRole', [
      ...statementsOf({ may: 'pull-image', to: service }, where),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs.att('Arn')),
      ...statementsOfAll(read, where),
    ]),
    task: roleOf('TaskRole', statementsOfAll(used, where)),
  }
}

// Only tasks of this account may take the role: without the conditions ECS could be made to use it for another's.
// Amazon ECS Developer Guide, "Amazon ECS task IAM role", confused deputy.
const trust = trustService('ecs-tasks.amazonaws.com', {
  StringEquals: { 'aws:SourceAccount': pseudo.account },
  ArnLike: { 'aws:SourceArn': sub`arn:${pseudo.partition}:ecs:${pseudo.region}:${pseudo.account}:*` },
})

const roleOf = (logicalId: string, statements: readonly Statement[]) =>
  resource(logicalId, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust,
    ...(statements.length > 0 && {
      Policies: [{ PolicyName: 'derived-from-uses', PolicyDocument: policy(...statements) }],
    }),
  })
