const { CfnCondition, CfnDeletionPolicy, CfnParameter, Duration, Fn, Stack, aws_iam: iam } = require('aws-cdk-lib')
const { allow } = require('./parts.js')

const issuer = 'token.actions.githubusercontent.com'

class SyncRole extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { bootstrap, web } = props
    const given = new CfnParameter(this, 'GitHubProviderArn', {
      type: 'String',
      default: '',
      allowedPattern: '^$|^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$',
      constraintDescription: "empty, or the ARN of the account's provider for token.actions.githubusercontent.com",
      description: 'The identity provider of GitHub, if the account has one already: there can be only one',
    })
    const isMissing = new CfnCondition(this, 'IsProviderMissing', {
      expression: Fn.conditionEquals(given.valueAsString, ''),
    })
    const provider = new iam.CfnOIDCProvider(this, 'GitHubProvider', {
      url: `https://${issuer}`,
      clientIdList: ['sts.amazonaws.com'],
    })
    provider.cfnOptions.condition = isMissing
    provider.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
    provider.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
    const providerArn = Fn.conditionIf('IsProviderMissing', provider.ref, given.valueAsString).toString()

    const role = (name, subject, statements) =>
      new iam.Role(this, `${name}Role`, {
        roleName: `cruddur-production-${name.toLowerCase()}`,
        description: 'Taken by GitHub Actions of acme/cruddur',
        maxSessionDuration: Duration.hours(1),
        assumedBy: new iam.WebIdentityPrincipal(providerArn, {
          StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: [subject] },
        }),
        inlinePolicies: { 'derived-from-jobs': new iam.PolicyDocument({ statements }) },
      })
    const stacks = Fn.sub(
      'arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/cruddur-production-*/*',
    )
    const { bucket } = bootstrap
    role('Preview', 'repo:acme/cruddur:pull_request', [
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
        [stacks],
      ),
      allow(['cloudformation:TagResource'], [stacks], {
        StringEquals: { 'cloudformation:CreateAction': 'CreateChangeSet' },
      }),
      allow(['cloudformation:ListExports', 'cloudformation:ListStacks', 'cloudformation:ValidateTemplate'], ['*']),
      allow(['s3:GetBucketLocation', 's3:ListBucket'], [bucket.bucketArn]),
      allow(['s3:GetObject'], [bucket.arnForObjects('templates/*')]),
      allow(['s3:PutObject'], [bucket.arnForObjects('templates/*')], { Null: { 's3:if-none-match': 'false' } }),
      allow(
        ['ssm:GetParameters'],
        [this.formatArn({ service: 'ssm', resource: 'parameter', resourceName: 'cruddur/production/api/image' })],
      ),
    ])
    role('Sync', 'repo:acme/cruddur:ref:refs/heads/production', [
      allow(['s3:GetBucketLocation', 's3:ListBucket'], [web.bucket.bucketArn]),
      allow(['s3:GetObject', 's3:PutObject'], [web.bucket.arnForObjects('*')]),
      allow(
        ['cloudformation:DescribeStacks'],
        [this.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: 'cruddur-production-site-web/*' })],
      ),
      allow(['cloudfront:CreateInvalidation'], [web.distribution.distributionArn]),
    ])
  }
}

module.exports = { SyncRole }
