import type { Func, Use } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, type Statement, trustService } from '../template/policy.ts'
import { type Resource, resource } from '../template/resource.ts'
import { statementsOfAll, type Where } from './grants.ts'
import { present } from './layers.ts'

/** What the role of a function is made from, beside what it uses. */
export interface Around {
  readonly logs: Resource<'AWS::Logs::LogGroup'>
  /** Where what failed goes. */
  readonly failures?: Value<'queue-arn'>
  readonly traced: boolean
}

/** True when a function reaches something that only the VPC reaches. */
export const inVpc = (func: Func): boolean => func.uses.some(({ may }) => may === 'connect')

/** The execution role of a function: its log, what it uses, what starts it. */
export const functionRole = (func: Func, around: Around, where: Where): Resource<'AWS::IAM::Role'> => {
  const { logs, failures, traced } = around
  const uses: readonly Use[] = func.uses
  const statements: readonly Statement[] = [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs.att('Arn')),
    ...(failures ? [allow(['sqs:SendMessage'], failures)] : []),
    ...(traced ? [tracing] : []),
    ...(inVpc(func) ? [interfaces] : []),
    ...func.on.flatMap((source) => (source.event === 'stream' ? streamStatement(source.of.name, where) : [])),
    ...statementsOfAll(uses, where),
  ]
  return resource('Role', 'AWS::IAM::Role', {
    // AWS's own sample has the condition: aws/agent-toolkit-for-aws, scripts/lambda-trust-policy.json.
    AssumeRolePolicyDocument: trustService('lambda.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': pseudo.account },
    }),
    Policies: [{ PolicyName: 'derived-from-uses', PolicyDocument: policy(...statements) }],
  })
}

// Amazon DynamoDB Developer Guide, "IAM policy to allow an AWS Lambda function to access DynamoDB stream records".
const streamStatement = (table: string, { layers }: Where): Statement => {
  const arn = present(present(layers.tables, 'the tables').exports[`${table}-table-arn`], `table ${table}`)
  return allow(
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    sub`${arn}/stream/*`,
  )
}

// Neither has a resource level. AWS Service Authorization Reference, "Actions … for AWS X-Ray".
const tracing = allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*')

/**
 * Lambda puts the interfaces into the VPC with the function's own role, and they have no ARN before that.
 * AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC", required permissions.
 */
const interfaces = allow(
  [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  '*',
)
