import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { until } from '../processes/until.ts'
import { clientOf } from '../start-local-aws.ts'
import { functionOf, startFunctions } from './start-functions.ts'

const source = `export const handler = async ({ Records }) => {
  for (const record of Records) console.log(JSON.stringify(record))
  return { batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) }
}`

test('messages of a queue reach a function; what it handled is deleted, what it did not ends in the dead-letter queue', async () => {
  await using local = await startFunctions({ read: source })
  const queue = (id: string, QueueName: string, more: object = {}) => ({
    [id]: { Type: 'AWS::SQS::Queue', Properties: { QueueName, ...more } },
  })
  const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
  const { status, outputs } = await local.deploy(
    {
      Function: functionOf('read', { FunctionName: 'read' }),
      ...queue('Dead', 'dead'),
      ...queue('Jobs', 'jobs', {
        VisibilityTimeout: 1,
        RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 1 },
      }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: arn('Jobs'),
          FunctionName: { Ref: 'Function' },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
    },
    { url: { Ref: 'Jobs' } },
  )
  expect(status).toBe('CREATE_COMPLETE')
  const client = new SQSClient(clientOf(local.aws))
  for (const MessageBody of ['good', 'bad'])
    await client.send(new SendMessageCommand({ QueueUrl: outputs.url, MessageBody }))
  const bodies = (name: string) => local.functions.queues.bodies(`arn:aws:sqs:eu-west-1:111111111111:${name}`)
  await until('the bad one in the dead-letter queue', () => bodies('dead').length > 0)
  expect(bodies('dead')).toEqual(['bad'])
  expect(bodies('jobs')).toEqual([])
  expect(local.printed('read')).toMatchObject([
    {
      body: 'good',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:111111111111:jobs',
      attributes: { ApproximateReceiveCount: '1' },
    },
    { body: 'bad' },
  ])
})
