import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { until } from '../processes/until.ts'
import { clientOf } from '../start-local-aws.ts'
import { functionOf, startFunctions } from './start-functions.ts'

const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] })

const stackOf = (more: object) => ({
  Function: functionOf('read', { FunctionName: 'read' }),
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
  Changes: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: att('Table', 'StreamArn'),
      FunctionName: { Ref: 'Function' },
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: att('Queue', 'Arn') } },
      ...more,
    },
  },
})

const failedQueue = 'arn:aws:sqs:eu-west-1:111111111111:failed'

const start = async (source: string, more: object = {}) => {
  const local = await startFunctions({ read: source })
  const { status } = await local.deploy(stackOf(more))
  expect(status).toBe('CREATE_COMPLETE')
  const client = new DynamoDBClient(clientOf(local.aws))
  const put = (id: string) => client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: id } } }))
  return { ...local, put }
}

const ids = (printed: readonly unknown[]) => (printed as { ids: string[] }[]).flatMap((one) => one.ids)

test('changes of a table reach a function in their order, as DynamoDB writes them', async () => {
  await using local = await start(
    `export const handler = async ({ Records }) => console.log(JSON.stringify({ ids: Records.map((r) => r.dynamodb.NewImage.id.S), first: Records[0] }))`,
  )
  for (const id of ['a', 'b', 'c', 'd']) await local.put(id)
  await until('all changes', () => ids(local.printed('read')).length === 4)
  expect(ids(local.printed('read'))).toEqual(['a', 'b', 'c', 'd'])
  expect((local.printed('read')[0] as { first: object }).first).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventSourceARN: expect.stringContaining(':table/items/stream/'),
    dynamodb: {
      Keys: { id: { S: 'a' } },
      ApproximateCreationDateTime: expect.any(Number),
      StreamViewType: 'NEW_IMAGE',
    },
  })
})

test('a bad record is found by halving, goes to the queue, and does not stop the others', async () => {
  await using local = await start(
    `export const handler = async ({ Records }) => {
      const ids = Records.map((r) => r.dynamodb.NewImage.id.S)
      if (ids.includes('bad')) throw new Error('cannot')
      console.log(JSON.stringify({ ids }))
    }`,
    { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, MaximumBatchingWindowInSeconds: 300 },
  )
  for (const id of ['a', 'bad', 'c']) await local.put(id)
  await until('the record in the queue', () => local.functions.queues.bodies(failedQueue).length > 0)
  await until('the others', () => ids(local.printed('read')).includes('c'))
  expect(ids(local.printed('read'))).toEqual(['a', 'c'])
  const [body = '{}'] = local.functions.queues.bodies(failedQueue)
  expect(JSON.parse(body)).toMatchObject({
    version: '1.0',
    requestContext: {
      functionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:read',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining(':table/items/stream/') },
  })
})

test('a function names the record it failed at, and gets it and what follows again', async () => {
  await using local = await start(
    `let failed = false
     export const handler = async ({ Records }) => {
      const ids = Records.map((r) => r.dynamodb.NewImage.id.S)
      console.log(JSON.stringify({ ids }))
      if (failed || !ids.includes('b')) return { batchItemFailures: [] }
      failed = true
      return { batchItemFailures: [{ itemIdentifier: Records[ids.indexOf('b')].dynamodb.SequenceNumber }] }
    }`,
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  )
  for (const id of ['a', 'b', 'c']) await local.put(id)
  await until('b twice and c', () => {
    const seen = ids(local.printed('read'))
    return seen.filter((id) => id === 'b').length === 2 && seen.includes('c')
  })
  const seen = ids(local.printed('read'))
  expect(seen.filter((id) => id === 'a')).toHaveLength(1)
  expect(seen.lastIndexOf('b')).toBeLessThan(seen.lastIndexOf('c'))
})

test('only what the filter wants reaches the function', async () => {
  await using local = await start(
    `export const handler = async ({ Records }) => console.log(JSON.stringify({ ids: Records.map((r) => r.dynamodb.NewImage.id.S) }))`,
    {
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { id: { S: [{ prefix: 'msg' }] } } } }) }],
      },
    },
  )
  for (const id of ['other', 'msg-1', 'more', 'msg-2']) await local.put(id)
  await until('both messages', () => ids(local.printed('read')).length === 2)
  expect(ids(local.printed('read'))).toEqual(['msg-1', 'msg-2'])
})
