// A local AWS with DynamoDB on a free port, and the real SDK clients pointed at it.
import { type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { fakeClock } from '#rehearsal/clock.ts'
import type { DynamoDbApi } from '#rehearsal/dynamodb/api.ts'
import { dynamodb } from '#rehearsal/dynamodb/dynamodb.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

/** Starts it; time stands still until the test moves it. */
export const startDynamoDb = async () => {
  const clock = fakeClock()
  let api: DynamoDbApi | undefined
  const aws = await startTestAws({
    clock,
    services: (world) => {
      const made = dynamodb(world)
      api = made.api
      return { services: made.services }
    },
  })
  const client = new DynamoDBClient(clientOf(aws))
  const streams = new DynamoDBStreamsClient(clientOf(aws))
  if (!api) throw new Error('the services were not made')
  return {
    aws,
    api,
    clock,
    client,
    streams,
    documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      streams.destroy()
      await aws[Symbol.asyncDispose]()
    },
  }
}

/** A table with pk and sk, of type S, and one global index on gpk and gsk. */
export const sampleTable = (TableName = 'things'): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'gpk', 'gsk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-group',
      KeySchema: [
        { AttributeName: 'gpk', KeyType: 'HASH' },
        { AttributeName: 'gsk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
})
