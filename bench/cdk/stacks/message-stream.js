const { CfnDeletionPolicy, CfnParameter, Stack, aws_lambda: lambda, aws_sqs: sqs } = require('aws-cdk-lib')
const { allow, logGroup, roleOf, tableStatement } = require('./parts.js')

const streamActions = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
]

class MessageStream extends Stack {
  constructor(scope, id, { bootstrap, tables, ...props }) {
    super(scope, id, props)
    const table = tables.messages
    const key = new CfnParameter(this, 'CodeKey', { allowedPattern: '^code/message-stream/[0-9a-f]{64}[.]zip$' })
    const logs = logGroup(this, 'Logs')
    const failures = new sqs.CfnQueue(this, 'Failures', { messageRetentionPeriod: 1_209_600, sqsManagedSseEnabled: true })
    failures.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
    failures.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
    const role = roleOf(this, 'Role', {
      service: 'lambda.amazonaws.com',
      policyName: 'derived-from-uses',
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.attrArn]),
        allow(['sqs:SendMessage'], [failures.attrArn]),
        allow(streamActions, [`${table.tableArn}/stream/*`]),
        tableStatement(table),
      ],
    })
    const running = new lambda.CfnFunction(this, 'Function', {
      description: 'cruddur production: message-stream',
      packageType: 'Zip',
      code: { s3Bucket: bootstrap.bucket.bucketName, s3Key: key.valueAsString },
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memorySize: 256,
      timeout: 30,
      role: role.roleArn,
      loggingConfig: { logGroup: logs.ref, logFormat: 'JSON' },
      environment: { variables: { MESSAGES_TABLE: table.tableName } },
    })
    const destinationConfig = { onFailure: { destination: failures.attrArn } }
    new lambda.CfnEventInvokeConfig(this, 'Retries', {
      functionName: running.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 21_600,
      destinationConfig,
    })
    new lambda.CfnEventSourceMapping(this, 'MessagesChanges', {
      eventSourceArn: table.tableStreamArn,
      functionName: running.ref,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 3600,
      destinationConfig,
    })
  }
}

module.exports = { MessageStream }
