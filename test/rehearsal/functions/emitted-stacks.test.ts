// The stacks that are generated for functions, deployed as they are.
import { readFileSync } from 'node:fs'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { zipOf } from '../lambda/start-lambda.ts'
import { until } from '../processes/until.ts'
import { clientOf } from '../start-local-aws.ts'
import { startFunctions } from './start-functions.ts'

const templates = new URL('../../golden/maximal/out/cfn/out/production/', import.meta.url)
const templateOf = (id: string) => readFileSync(new URL(`${id}.yaml`, templates), 'utf8')

const fails = `export const handler = async (event) => { throw new Error(JSON.stringify(event.detail?.object?.key ?? event.Records?.length)) }`

const start = async (...before: readonly string[]) => {
  const local = await startFunctions({})
  const deployed = async (id: string, parameters: Readonly<Record<string, string>> = {}) => {
    const { status } = await local.create(`cruddur-production-${id}`, templateOf(id), parameters)
    expect({ id, status }).toEqual({ id, status: 'CREATE_COMPLETE' })
  }
  await deployed('bootstrap')
  const bucketName = local.aws.cloudformation.exports()['cruddur-production-bootstrap-bucketName'] ?? ''
  for (const id of before) await deployed(id)
  const withCode = async (name: string) => {
    const CodeKey = `code/${name}/${'0'.repeat(64)}.zip`
    local.aws.core.s3.put(bucketName, CodeKey, await zipOf({ 'index.mjs': fails }))
    await deployed(`function-${name}`, { CodeKey })
  }
  // What failed for good lies in the queue of the function's stack.
  const failures = async (name: string) => {
    const client = new SQSClient(clientOf(local.aws))
    const { QueueUrls = [] } = await client.send(
      new ListQueuesCommand({ QueueNamePrefix: `cruddur-production-function-${name}` }),
    )
    const queue = QueueUrls[0]?.split('/').at(-1)
    return local.functions.queues.bodies(`arn:aws:sqs:eu-west-1:111111111111:${queue}`).map((body) => JSON.parse(body))
  }
  return { ...local, withCode, failures }
}

test('a new object starts the function of its bucket, and what it could not do lies in its queue', async () => {
  await using local = await start('assets')
  await local.withCode('thumbnails')
  const uploads = local.aws.cloudformation.exports()['cruddur-production-assets-uploads-bucket-name']
  await new S3Client(clientOf(local.aws)).send(
    new PutObjectCommand({ Bucket: String(uploads), Key: 'avatars/a.png', Body: 'x' }),
  )
  await until('the record of the failure', async () => (await local.failures('thumbnails')).length > 0, 40_000)
  expect(await local.failures('thumbnails')).toMatchObject([
    {
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { 'detail-type': 'Object Created', detail: { object: { key: 'avatars/a.png' } } },
      responsePayload: { errorMessage: '"avatars/a.png"' },
    },
  ])
})

test('changes of a table that its function cannot handle lie in its queue', async () => {
  await using local = await start('tables', 'secrets')
  await local.withCode('notify')
  const TableName = local.aws.cloudformation.exports()['cruddur-production-tables-messages-table-name']
  const Item = { pk: { S: 'a' }, sk: { S: 'b' } }
  await new DynamoDBClient(clientOf(local.aws)).send(new PutItemCommand({ TableName, Item }))
  await until('the record of the failure', async () => (await local.failures('notify')).length > 0, 40_000)
  expect(await local.failures('notify')).toMatchObject([
    {
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 6 },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining(`:table/${TableName}/stream/`) },
    },
  ])
})
