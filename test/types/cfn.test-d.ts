// Wrong references that must not compile. Each line below its comment is a mistake; should one of them start to
// compile, the unused expectation fails the type check.

import { taskRoles } from '#cfn/stacks/task-roles.ts'
import { condition, equals, iff, noValue } from '#cfn/template/condition.ts'
import { sub } from '#cfn/template/intrinsics.ts'
import { allow } from '#cfn/template/policy.ts'
import { resource } from '#cfn/template/resource.ts'
import { type Environment, image, service, stack } from '#model'

declare const production: Environment

const vpc = resource('Vpc', 'AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' })
const subnet = resource('Subnet', 'AWS::EC2::Subnet', { VpcId: vpc.ref })
const group = resource('Group', 'AWS::ElasticLoadBalancingV2::TargetGroup', { VpcId: vpc.ref })
const role = resource('Role', 'AWS::IAM::Role', { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } })
const logs = resource('Logs', 'AWS::Logs::LogGroup', {})
const always = condition('Always', equals('a', 'a'))
const api = service('api', { image: image('app'), port: 4567, health: '/health' })

// What must compile: values of the right kind, choices between them, words, and values where any text may stand.
resource('Service', 'AWS::ECS::Service', {
  LaunchType: 'FARGATE',
  DesiredCount: iff(always, noValue, 2),
  TaskDefinition: resource('Task', 'AWS::ECS::TaskDefinition', { TaskRoleArn: role.att('Arn') }).ref,
  LoadBalancers: [{ ContainerName: api.container.name, ContainerPort: 80, TargetGroupArn: group.ref }],
  NetworkConfiguration: {
    AwsvpcConfiguration: iff(always, { Subnets: [subnet.ref] }, { Subnets: [subnet.ref], AssignPublicIp: 'DISABLED' }),
  },
  DeploymentConfiguration: { Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10 } },
  ServiceName: sub`${vpc.ref}-service`,
})
resource('Rule', 'AWS::EC2::Subnet', { VpcId: iff(always, vpc.ref, vpc.att('VpcId')) })

// --- a container's name: functions take the service, never its name
// @ts-expect-error the roles are of a service, not of a text that looks like one
taskRoles('api', logs, {} as Parameters<typeof taskRoles>[2])
// @ts-expect-error no text becomes the name of a container
api.container.name satisfies 'api'

// --- exports and imports
const network = stack({ delivery: 'app', environment: production, id: 'network', needs: {} }, () => ({
  template: { AWSTemplateFormatVersion: '2010-09-09', Resources: {} },
  exports: { vpcId: vpc.ref },
}))
stack({ delivery: 'app', environment: production, id: 'cluster', needs: { network } }, (imports) => {
  resource('Group', 'AWS::ElasticLoadBalancingV2::TargetGroup', { VpcId: imports.network.vpcId })
  // @ts-expect-error the network exports no such key
  imports.network.vpcID
  // @ts-expect-error a stack that is not needed cannot be imported from
  imports.database
  return { template: { AWSTemplateFormatVersion: '2010-09-09', Resources: {} }, exports: {} }
})
// @ts-expect-error nor is there such a key outside
network.exports.subnets

// --- the right export in the wrong place
resource('Service', 'AWS::ECS::Service', {
  // @ts-expect-error a VPC id is no target group's ARN
  LoadBalancers: [{ ContainerName: 'api', ContainerPort: 80, TargetGroupArn: network.exports.vpcId }],
})
// @ts-expect-error a subnet is no VPC
resource('Other', 'AWS::EC2::Subnet', { VpcId: subnet.ref })
// @ts-expect-error a role's name is not its ARN
resource('Task', 'AWS::ECS::TaskDefinition', { ExecutionRoleArn: role.ref })
// @ts-expect-error a choice is no better than its arms
resource('Other', 'AWS::EC2::Subnet', { VpcId: iff(always, vpc.ref, subnet.ref) })

// --- intrinsics made by hand, and texts where a value belongs
// @ts-expect-error only a handle gives a reference
resource('Other', 'AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } })
// @ts-expect-error nor does a text become an id
resource('Other', 'AWS::EC2::Subnet', { VpcId: 'vpc-0123456789' })
// @ts-expect-error a number is not a text's place
resource('Other', 'AWS::EC2::VPC', { CidrBlock: 10 })
// @ts-expect-error a text is no number
resource('Service', 'AWS::ECS::Service', { DesiredCount: '2' })

// --- properties, words, attributes
// @ts-expect-error there is no such property
resource('Other', 'AWS::EC2::VPC', { CidrBlok: '10.0.0.0/16' })
// @ts-expect-error nor deep inside
resource('Service', 'AWS::ECS::Service', { DeploymentConfiguration: { DeploymentCircuitBreaker: { Enabled: true } } })
// @ts-expect-error there is no such launch type
resource('Service', 'AWS::ECS::Service', { LaunchType: 'FARGATE_SPOT' })
// @ts-expect-error nor this word, which the specification alone would let pass
resource('Flow', 'AWS::EC2::FlowLog', { ResourceId: vpc.ref, ResourceType: 'Vpc' })
// @ts-expect-error a bucket policy without a bucket
resource('Policy', 'AWS::S3::BucketPolicy', { PolicyDocument: { Version: '2012-10-17', Statement: [] } })
// @ts-expect-error a VPC has no such attribute
vpc.att('Arn')
// @ts-expect-error there is no such type
resource('Other', 'AWS::EC2::Vpc', {})
// @ts-expect-error there is no such policy
resource('Other', 'AWS::EC2::VPC', {}, { deletionPolicy: 'Keep' })

// --- statements
// @ts-expect-error an action names its service
allow(['GetObject'], '*')
// @ts-expect-error nothing is left out outside a choice
resource('Other', 'AWS::EC2::VPC', { CidrBlock: noValue })
