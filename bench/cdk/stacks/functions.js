const { aws_events: events, aws_lambda: lambda, aws_sqs: sqs } = require('aws-cdk-lib')
const { FunctionStack } = require('./function.js')
const { allow, tableStatement } = require('./parts.js')

const streamActions = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
]

const postgres = ({ cruddur, secretArn }) => ({
  PGHOST: cruddur.attrEndpointAddress,
  PGPORT: cruddur.attrEndpointPort,
  PGDATABASE: 'cruddur',
  PGSSLMODE: 'require',
  PGSECRET_ARN: secretArn,
})
const readsSecret = ({ secretArn }) => allow(['secretsmanager:GetSecretValue'], [secretArn])

class PostConfirmation extends FunctionStack {
  constructor(scope, id, props) {
    const { database } = props
    super(scope, id, {
      ...props,
      name: 'post-confirmation',
      timeout: 5,
      variables: postgres(database),
      statements: [readsSecret(database)],
      vpc: props,
    })
  }
}

class MessageStream extends FunctionStack {
  constructor(scope, id, props) {
    const { database, tables } = props
    const table = tables.messages
    super(scope, id, {
      ...props,
      name: 'message-stream',
      memory: 256,
      variables: { ...postgres(database), MESSAGES_TABLE: table.tableName },
      statements: [
        allow(streamActions, [`${table.tableArn}/stream/*`]),
        tableStatement(table),
        readsSecret(database),
      ],
      failures: true,
      vpc: props,
    })
    new lambda.CfnEventSourceMapping(this, 'MessagesChanges', {
      eventSourceArn: table.tableStreamArn,
      functionName: this.running.ref,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 3600,
      destinationConfig: this.destinationConfig,
    })
  }
}

class Thumbnail extends FunctionStack {
  constructor(scope, id, props) {
    const { uploads, avatars } = props.assets
    super(scope, id, {
      ...props,
      name: 'thumbnail',
      memory: 1024,
      variables: { UPLOADS_BUCKET: uploads.bucketName, AVATARS_BUCKET: avatars.bucketName },
      statements: [
        allow(['s3:ListBucket'], [uploads.bucketArn]),
        allow(['s3:DeleteObject', 's3:GetObject'], [uploads.arnForObjects('*')]),
        allow(['s3:PutObject'], [avatars.arnForObjects('*')]),
      ],
      failures: true,
    })
    new sqs.CfnQueuePolicy(this, 'FailuresPolicy', {
      queues: [this.failures.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sqs:SendMessage'],
            Resource: this.failures.attrArn,
            Condition: {
              StringEquals: { 'aws:SourceAccount': this.account },
              ArnLike: {
                'aws:SourceArn': this.formatArn({
                  service: 'events',
                  resource: 'rule',
                  resourceName: `${this.stackName}-*`,
                }),
              },
            },
            Principal: { Service: 'events.amazonaws.com' },
          },
        ],
      },
    })
    const rule = new events.CfnRule(this, 'UploadsCreated', {
      description: 'New objects in uploads',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [uploads.bucketName] } },
      },
      state: 'ENABLED',
      targets: [{ id: 'function', arn: this.running.attrArn, deadLetterConfig: { arn: this.failures.attrArn } }],
    })
    this.mayBeCalled('UploadsCreatedMayCall', 'events.amazonaws.com', rule.attrArn)
  }
}

class Authorizer extends FunctionStack {
  constructor(scope, id, props) {
    const { pool, client } = props.identity
    super(scope, id, {
      ...props,
      name: 'authorizer',
      memory: 256,
      timeout: 5,
      variables: { USERS_POOL_ID: pool.userPoolId, USERS_CLIENT_ID: client.ref },
    })
  }
}

class AvatarPresign extends FunctionStack {
  constructor(scope, id, props) {
    const { database, assets } = props
    super(scope, id, {
      ...props,
      name: 'avatar-presign',
      timeout: 10,
      variables: { ...postgres(database), UPLOADS_BUCKET: assets.uploads.bucketName },
      statements: [readsSecret(database), allow(['s3:PutObject'], [assets.uploads.arnForObjects('*')])],
      vpc: props,
    })
  }
}

module.exports = { Authorizer, AvatarPresign, MessageStream, PostConfirmation, Thumbnail }
