import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, trustService } from '../template/policy.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { logGroup } from './log-group.ts'

/** Who talked to whom in a VPC. AWS VPC User Guide, "Publish flow logs to CloudWatch Logs". */
export const flowLogs = (vpc: Resource<'AWS::EC2::VPC'>): readonly AnyResource[] => {
  const logs = logGroup('FlowLogs')
  const role = resource('FlowLogsRole', 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trustService('vpc-flow-logs.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': pseudo.account },
    }),
    Policies: [
      {
        PolicyName: 'write-flow-logs',
        PolicyDocument: policy(
          allow(
            ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
            [
              logs.att('Arn'),
              sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.account}:log-group:${logs.ref}:*`,
            ],
          ),
        ),
      },
    ],
  })
  const flow = resource('FlowLog', 'AWS::EC2::FlowLog', {
    ResourceType: 'VPC',
    ResourceId: vpc.ref,
    TrafficType: 'ALL',
    LogDestinationType: 'cloud-watch-logs',
    LogDestination: logs.att('Arn'),
    DeliverLogsPermissionArn: role.att('Arn'),
  })
  return [logs, role, flow]
}
