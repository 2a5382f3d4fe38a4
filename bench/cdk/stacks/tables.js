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
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    this.messages.addGlobalSecondaryIndex({
      indexName: 'group',
      partitionKey: text('message_group_uuid'),
      sortKey: text('sk'),
      projectionType: dynamodb.ProjectionType.ALL,
    })
  }
}

module.exports = { Tables }
