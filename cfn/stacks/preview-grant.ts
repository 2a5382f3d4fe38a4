// What making and reading change sets takes, and nothing that would execute one.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
import type { Delivery, Environment } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, type Statement } from '../template/policy.ts'
import { templatesFolder } from '../template-key.ts'
import type { Layers } from './layers.ts'
import { imageParameterOf, prefixOf } from './names.ts'

/** The statements that let a role preview every stack of an environment. */
export const previewStatements = (d: Delivery, e: Environment, layers: Layers): readonly Statement[] => {
  const { bucketArn } = layers.bootstrap.exports
  const here = sub`arn:${pseudo.partition}:cloudformation:${pseudo.region}:${pseudo.account}:stack/${prefixOf(d, e)}-*/*`
  const templates = sub`${bucketArn}/${templatesFolder}/*`
  const parameters = d.services.map(
    (service) =>
      sub`arn:${pseudo.partition}:ssm:${pseudo.region}:${pseudo.account}:parameter${imageParameterOf(d, e, service)}`,
  )
  return [
    allow(
      [
        'cloudformation:CreateChangeSet',
        'cloudformation:DeleteChangeSet',
        'cloudformation:DescribeChangeSet',
        'cloudformation:DescribeChangeSetHooks',
        'cloudformation:DescribeStackEvents',
        'cloudformation:DescribeStackResources',
        'cloudformation:DescribeStacks',
        'cloudformation:GetTemplate',
        'cloudformation:GetTemplateSummary',
        'cloudformation:ListChangeSets',
        'cloudformation:ListStackResources',
      ],
      here,
    ),
    // A change set that carries the stack's tags tags what it makes.
    allow(['cloudformation:TagResource'], here, {
      StringEquals: { 'cloudformation:CreateAction': 'CreateChangeSet' },
    }),
    // Listing stacks and exports, and judging a template that belongs to no stack yet, have no resource level.
    allow(['cloudformation:ListExports', 'cloudformation:ListStacks', 'cloudformation:ValidateTemplate'], '*'),
    // A change set with nested stacks reads their templates as the caller.
    allow(['s3:GetBucketLocation', 's3:ListBucket'], bucketArn),
    allow(['s3:GetObject'], templates),
    // It may add a template, never replace one: a deployment with more rights could be reading that very object. S3
    // evaluates this key only for requests with If-None-Match, so such requests are the only ones it allows.
    // Amazon S3 User Guide, "Enforce conditional writes on Amazon S3 buckets".
    allow(['s3:PutObject'], templates, { Null: { 's3:if-none-match': 'false' } }),
    // Parameters of SSM types are read as the caller too.
    ...(parameters.length > 0 ? [allow(['ssm:GetParameters'], parameters)] : []),
  ]
}
