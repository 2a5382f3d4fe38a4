import { isRecord } from '../analysis/template.ts'
import type { Card, CardKind } from './picture.ts'
import type { Thing } from './world.ts'

type Properties = Readonly<Record<string, unknown>>

interface Face {
  readonly kind: CardKind
  /** What it is, in AWS's words. */
  readonly is: string
  readonly tells?: (properties: Properties) => readonly string[]
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const inside = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value)
const member = (value: unknown, at: number): unknown => (Array.isArray(value) ? value[at] : undefined)

/** How each type of resource is drawn. A type that is not here is a detail and has no card. */
export const faces: Readonly<Record<string, Face>> = {
  'AWS::ApiGatewayV2::Api': { kind: 'traffic', is: 'HTTP API' },
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    kind: 'compute',
    is: 'Autoscaling',
    tells: ({ MinCapacity, MaxCapacity }) => [`${text(MinCapacity)} to ${text(MaxCapacity)} tasks`],
  },
  'AWS::Budgets::Budget': { kind: 'watching', is: 'Budget' },
  'AWS::CertificateManager::Certificate': {
    kind: 'access',
    is: 'TLS certificate',
    tells: ({ DomainName }) => [text(DomainName)],
  },
  'AWS::CloudFront::Distribution': { kind: 'traffic', is: 'CloudFront', tells: () => ['HTTPS'] },
  'AWS::CloudFront::Function': { kind: 'compute', is: 'CloudFront function' },
  'AWS::CloudFront::ResponseHeadersPolicy': { kind: 'access', is: 'Response headers' },
  'AWS::CloudWatch::Alarm': { kind: 'watching', is: 'Alarm', tells: ({ MetricName }) => [text(MetricName)] },
  'AWS::CloudWatch::Dashboard': { kind: 'watching', is: 'Dashboard' },
  'AWS::CodeBuild::Project': {
    kind: 'delivery',
    is: 'CodeBuild',
    tells: ({ Source }) => [text(inside(Source, 'BuildSpec')).split('/').at(-1) ?? ''],
  },
  'AWS::CodePipeline::Pipeline': {
    kind: 'delivery',
    is: 'CodePipeline',
    tells: ({ ExecutionMode, PipelineType }) => [text(PipelineType), text(ExecutionMode).toLowerCase()],
  },
  'AWS::Cognito::UserPool': { kind: 'access', is: 'Cognito user pool' },
  'AWS::Cognito::UserPoolClient': { kind: 'access', is: 'Cognito client' },
  'AWS::DynamoDB::Table': {
    kind: 'data',
    is: 'DynamoDB',
    tells: ({ KeySchema, BillingMode }) => [
      [member(KeySchema, 0), member(KeySchema, 1)]
        .map((key) => text(inside(key, 'AttributeName')))
        .filter(Boolean)
        .join(' + '),
      BillingMode === 'PAY_PER_REQUEST' ? 'on demand' : '',
    ],
  },
  'AWS::EC2::InternetGateway': { kind: 'network', is: 'Internet gateway' },
  'AWS::EC2::NatGateway': { kind: 'network', is: 'NAT gateway' },
  'AWS::EC2::RouteTable': { kind: 'network', is: 'Route table' },
  'AWS::EC2::SecurityGroup': { kind: 'access', is: 'Security group' },
  'AWS::EC2::Subnet': {
    kind: 'network',
    is: 'Subnet',
    tells: ({ CidrBlock, MapPublicIpOnLaunch }) => [text(CidrBlock), MapPublicIpOnLaunch === true ? 'public' : ''],
  },
  'AWS::EC2::VPC': { kind: 'network', is: 'VPC', tells: ({ CidrBlock }) => [text(CidrBlock)] },
  'AWS::EC2::VPCEndpoint': {
    kind: 'network',
    is: 'Endpoint',
    tells: ({ VpcEndpointType, ServiceName }) => [
      text(VpcEndpointType).toLowerCase(),
      text(inside(ServiceName, 'Fn::Sub')).split('.').at(-1) ?? '',
    ],
  },
  'AWS::ECR::Repository': {
    kind: 'delivery',
    is: 'ECR repository',
    tells: ({ ImageTagMutability }) => [ImageTagMutability === 'IMMUTABLE' ? 'immutable tags' : ''],
  },
  'AWS::ECS::Cluster': { kind: 'compute', is: 'ECS cluster' },
  'AWS::ECS::Service': {
    kind: 'compute',
    is: 'ECS service',
    tells: ({ LaunchType, LoadBalancers }) => [
      text(LaunchType) === 'FARGATE' ? 'Fargate' : '',
      text(inside(member(LoadBalancers, 0), 'ContainerPort')).replace(/^(.+)$/, 'port $1'),
    ],
  },
  'AWS::ECS::TaskDefinition': {
    kind: 'compute',
    is: 'Task definition',
    tells: ({ Cpu, Memory }) => [`${text(Cpu)} CPU`, `${text(Memory)} MiB`],
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    kind: 'traffic',
    is: 'Listener',
    tells: ({ Protocol, Port }) => [`${text(Protocol)} ${text(Port)}`],
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    kind: 'traffic',
    is: 'Load balancer',
    tells: ({ Scheme }) => [text(Scheme)],
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    kind: 'traffic',
    is: 'Target group',
    tells: ({ HealthCheckPath }) => [text(HealthCheckPath)],
  },
  'AWS::Events::Rule': { kind: 'watching', is: 'EventBridge rule' },
  'AWS::IAM::OIDCProvider': { kind: 'access', is: 'OIDC provider' },
  'AWS::IAM::Role': { kind: 'access', is: 'Role' },
  'AWS::IAM::User': { kind: 'access', is: 'Machine user' },
  'AWS::KMS::Key': { kind: 'access', is: 'Key' },
  'AWS::Lambda::Function': { kind: 'compute', is: 'Lambda', tells: ({ Runtime }) => [text(Runtime)] },
  'AWS::Logs::LogGroup': {
    kind: 'watching',
    is: 'Log group',
    tells: ({ RetentionInDays }) => [`${text(RetentionInDays)} days`],
  },
  'AWS::RDS::DBCluster': { kind: 'data', is: 'Aurora', tells: ({ Engine }) => [text(Engine)] },
  'AWS::RDS::DBInstance': {
    kind: 'data',
    is: 'RDS',
    tells: ({ Engine, EngineVersion, DBInstanceClass }) => [
      `${text(Engine) === 'postgres' ? 'PostgreSQL' : text(Engine)} ${text(EngineVersion)}`.trim(),
      text(DBInstanceClass),
    ],
  },
  'AWS::RDS::DBSubnetGroup': { kind: 'network', is: 'Subnet group' },
  'AWS::Route53::HostedZone': { kind: 'network', is: 'Hosted zone', tells: ({ Name }) => [text(Name)] },
  'AWS::S3::Bucket': {
    kind: 'data',
    is: 'S3 bucket',
    tells: ({ PublicAccessBlockConfiguration }) => [PublicAccessBlockConfiguration ? 'private' : ''],
  },
  'AWS::SNS::Topic': { kind: 'watching', is: 'SNS topic' },
  'AWS::SQS::Queue': { kind: 'data', is: 'Queue' },
  'AWS::SSM::Parameter': { kind: 'data', is: 'Parameter', tells: ({ Name }) => [text(Name)] },
  'AWS::SecretsManager::Secret': { kind: 'data', is: 'Secret' },
  'AWS::WAFv2::WebACL': { kind: 'access', is: 'Web ACL' },
  'AWS::XRay::Group': { kind: 'watching', is: 'X-Ray group' },
  'AWS::XRay::SamplingRule': { kind: 'watching', is: 'X-Ray sampling' },
}

// Names that are not split, and not written small.
const proper = /^(DynamoDB|GitHub|NAT|S3|VPC|API|CPU|ARN|SQS|SNS)$/
const wordsIn = /DynamoDB|GitHub|S3|[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/g

/** "NatGateway" is "NAT gateway", "PrivateSubnetA" is "Private subnet A". */
export const spaced = (logicalId: string): string =>
  (logicalId.match(wordsIn) ?? [logicalId])
    .map((word) => (word === 'Nat' ? 'NAT' : word))
    .map((word, at) => (at === 0 || proper.test(word) || word.length === 1 ? word : word.toLowerCase()))
    .join(' ')

/** A resource as a card. `title` replaces its logical id where the stack tells better. */
export const cardOf = (
  thing: Thing,
  more: { readonly outside: boolean; readonly title?: string; readonly group?: string },
): Card => {
  const face = faces[thing.type]
  const told = face?.tells?.(thing.properties).filter((each) => each.trim() !== '') ?? []
  const title = more.title ?? spaced(thing.logicalId)
  const is = face?.is ?? thing.type.replace(/^AWS::/, '')
  const detail = [is, ...told].filter((each) => told.length === 0 || each.toLowerCase() !== title.toLowerCase())
  return {
    id: thing.id,
    title,
    detail: detail.join(' · '),
    kind: face?.kind ?? 'network',
    outside: more.outside,
    ...(more.group && { group: more.group }),
  }
}
