// What comparing stacks with what really runs takes. CloudFormation reads every resource with the caller's own rights.
// AWS CloudFormation User Guide, "Detect drift on an entire CloudFormation stack", permissions.
import type { Delivery, Environment, Stack } from '#model'
import { type Layer, stacksAmong } from '#model/stack.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type ActionName, allow, type Statement } from '../template/policy.ts'
import type { Layers } from './layers.ts'
import { prefixOf } from './names.ts'

/** The statements that let a role detect drift in every stack of an environment, and read no data in it. */
export const driftStatements = (d: Delivery, e: Environment, layers: Layers): readonly Statement[] => {
  const here = sub`arn:${pseudo.partition}:cloudformation:${pseudo.region}:${pseudo.account}:stack/${prefixOf(d, e)}-*/*`
  const actions = readsOf(stacksIn(layers))
  return [
    allow(
      [
        'cloudformation:DescribeStackResourceDrifts',
        'cloudformation:DescribeStackResources',
        'cloudformation:DescribeStacks',
        'cloudformation:DetectStackDrift',
        'cloudformation:DetectStackResourceDrift',
      ],
      here,
    ),
    // The id of a detection, and the settings of resource types, belong to no stack; listing stacks names none yet.
    allow(
      [
        'cloudformation:BatchDescribeTypeConfigurations',
        'cloudformation:DescribeStackDriftDetectionStatus',
        'cloudformation:ListStacks',
      ],
      '*',
    ),
    // Descriptions and configurations. Most have no resource level, and drift is exactly that a resource may not be
    // where it was left.
    ...(actions.length > 0 ? [allow(actions, '*')] : []),
  ]
}

const stacksIn = (layers: Layers): readonly Stack[] => {
  const all = Object.values(layers).flatMap((layer): readonly (Layer | undefined)[] =>
    layer instanceof Map ? [...layer.values()] : [layer as Layer | undefined],
  )
  return stacksAmong(all.filter((each) => each !== undefined))
}

const readsOf = (stacks: readonly Stack[]): readonly ActionName[] => {
  const types = new Set(stacks.flatMap(({ template }) => Object.values(template.Resources)).map(({ Type }) => Type))
  const services = [...types].map((type) => type.split('::')[1] ?? '')
  return [...new Set(services.flatMap((service) => reads[service] ?? []))].sort()
}

/** By CloudFormation's name of a service: what reads the configuration of its resources, and none of their content. */
const reads: Readonly<Record<string, readonly ActionName[]>> = {
  ApplicationAutoScaling: [
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:DescribeScalingPolicies',
    'application-autoscaling:DescribeScheduledActions',
    'application-autoscaling:ListTagsForResource',
  ],
  CertificateManager: ['acm:DescribeCertificate', 'acm:ListTagsForCertificate'],
  CloudFront: [
    'cloudfront:DescribeFunction',
    'cloudfront:GetDistribution',
    'cloudfront:GetFunction',
    'cloudfront:GetOriginAccessControl',
    'cloudfront:GetResponseHeadersPolicy',
    'cloudfront:ListTagsForResource',
  ],
  CloudWatch: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
  DynamoDB: [
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:DescribeContributorInsights',
    'dynamodb:DescribeTable',
    'dynamodb:DescribeTimeToLive',
    'dynamodb:GetResourcePolicy',
    'dynamodb:ListTagsOfResource',
  ],
  EC2: [
    'ec2:DescribeAddresses',
    'ec2:DescribeFlowLogs',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeNatGateways',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSecurityGroupRules',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcAttribute',
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeVpcs',
  ],
  ECR: ['ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy', 'ecr:GetRepositoryPolicy', 'ecr:ListTagsForResource'],
  ECS: ['ecs:DescribeClusters', 'ecs:DescribeServices', 'ecs:DescribeTaskDefinition', 'ecs:ListTagsForResource'],
  ElasticLoadBalancingV2: [
    'elasticloadbalancing:DescribeListenerAttributes',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetHealth',
  ],
  IAM: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  Logs: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
  RDS: [
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
    'rds:DescribeDBParameterGroups',
    'rds:DescribeDBParameters',
    'rds:DescribeDBSubnetGroups',
    'rds:ListTagsForResource',
  ],
  Route53: ['route53:GetHostedZone', 'route53:ListResourceRecordSets', 'route53:ListTagsForResource'],
  S3: [
    's3:GetBucketCORS',
    's3:GetBucketLogging',
    's3:GetBucketNotification',
    's3:GetBucketOwnershipControls',
    's3:GetBucketPolicy',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketTagging',
    's3:GetBucketVersioning',
    's3:GetEncryptionConfiguration',
    's3:GetLifecycleConfiguration',
  ],
  SSM: ['ssm:DescribeParameters', 'ssm:ListTagsForResource'],
  SecretsManager: ['secretsmanager:DescribeSecret'],
}
