import type { Service, Use } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, type Statement, trustService } from '../template/policy.ts'
import { type Resource, resource } from '../template/resource.ts'
import { statementsOf, statementsOfAll, type Where } from './grants.ts'
import { present } from './layers.ts'

/** The two roles of a task: what ECS does to start it, and what the program in it may do. */
export interface TaskRoles {
  readonly execution: Resource<'AWS::IAM::Role'>
  readonly task: Resource<'AWS::IAM::Role'>
}

/**
 * The roles of a service's tasks. Passwords and secrets are read by ECS, not by the program; everything else is used by
 * the program, not by ECS.
 */
export const taskRoles = (service: Service, logs: Resource<'AWS::Logs::LogGroup'>, where: Where): TaskRoles => ({
  execution: roleOf('ExecutionRole', [
    ...statementsOf({ may: 'pull-image', to: service }, where),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs.att('Arn')),
    ...statementsOfAll(service.uses.filter(isReadByEcs), where),
  ]),
  task: roleOf('TaskRole', [
    ...statementsOfAll(
      service.uses.filter((use) => !isReadByEcs(use)),
      where,
    ),
    ...(service.tracing ? [sendTraces] : []),
    ...(service.executeCommand ? commandStatements(where) : []),
  ]),
})

const isReadByEcs = (use: Use): boolean => use.to.kind === 'secret' || (use.may === 'connect' && use.as === undefined)

// X-Ray has no resource level for traces. AWS X-Ray Developer Guide, AWSXRayDaemonWriteAccess.
const sendTraces = allow(
  [
    'xray:GetSamplingRules',
    'xray:GetSamplingStatisticSummaries',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  '*',
)

// A session has no ARN before it is opened. Amazon ECS Developer Guide, "Task IAM role permissions for ECS Exec".
const commandStatements = ({ layers }: Where): readonly Statement[] => {
  const { exports } = present(layers.cluster, 'the cluster')
  const key = exports['command-key-arn']
  const logs = exports['command-logs-arn']
  return [
    allow(
      [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      '*',
    ),
    ...(key ? [allow(['kms:Decrypt'], key)] : []),
    ...(logs
      ? [
          // Finding the group lists all of the account's.
          allow(
            ['logs:DescribeLogGroups'],
            sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:*`,
          ),
          allow(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], logs),
        ]
      : []),
  ]
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
