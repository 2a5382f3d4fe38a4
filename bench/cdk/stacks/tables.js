const { RemovalPolicy, Stack, aws_dynamodb: dynamodb } = require('aws-cdk-lib')

const text = (name) => ({ name, type: dynamodb.AttributeType.STRING })

class Tables extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.messages = new dynamodb.Table(this, 'Messages', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expires_at',
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    this.messages.addGlobalSecondaryIndex({
      indexName: 'recent',
      partitionKey: text('member_id'),
      sortKey: text('last_message_id'),
      projectionType: dynamodb.ProjectionType.ALL,
    })
  }
}

module.exports = { Tables }
