// What several stacks make alike.
const { CfnDeletionPolicy, aws_iam: iam, aws_logs: logs } = require('aws-cdk-lib')

const logGroup = (scope, id) => {
  const made = new logs.CfnLogGroup(scope, id, { retentionInDays: 30 })
  made.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
  made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
  return made
}

const roleOf = (scope, id, { service, policyName, statements, conditions }) =>
  new iam.Role(scope, id, {
    assumedBy: new iam.PrincipalWithConditions(new iam.ServicePrincipal(service), {
      StringEquals: { 'aws:SourceAccount': scope.account },
      ...conditions,
    }),
    inlinePolicies: { [policyName]: new iam.PolicyDocument({ statements }) },
  })

const allow = (actions, resources, conditions) => new iam.PolicyStatement({ actions, resources, conditions })
const deny = (actions, resources) => new iam.PolicyStatement({ effect: iam.Effect.DENY, actions, resources })

const pullActions = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:DescribeImages',
  'ecr:GetDownloadUrlForLayer',
]
const pushActions = ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart']

const artifactStatements = (bucket) => [
  allow(['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'], [bucket.bucketArn]),
  allow(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], [bucket.arnForObjects('*')]),
  deny(['s3:PutObject'], [bucket.arnForObjects('templates/*')]),
]

const tableStatement = (table) =>
  allow(
    [
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DescribeTable',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    [table.tableArn, `${table.tableArn}/index/*`],
  )

module.exports = { allow, artifactStatements, logGroup, pullActions, pushActions, roleOf, tableStatement }
