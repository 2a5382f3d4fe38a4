import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { type FakeClock, fakeClock } from '#rehearsal/clock.ts'
import { sqs } from '#rehearsal/sqs/sqs.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const startSqs = async (clock: FakeClock = fakeClock()) => {
  const aws = await startTestAws({ clock, services: (world) => ({ services: [sqs(world).service] }) })
  const client = new SQSClient(clientOf(aws))
  const create = async (QueueName: string, Attributes = {}) => {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }))
    return QueueUrl
  }
  const bodies = async (QueueUrl: string, more: object = {}) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }),
    )
    return Messages.map(({ Body }) => Body)
  }
  const send = (QueueUrl: string, MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }))
  return { aws, client, clock, create, bodies, send, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

test('a message comes as it was sent, attributes and digests included, and goes when it is deleted', async () => {
  await using local = await startSqs()
  const QueueUrl = await local.create('jobs')
  expect(QueueUrl).toBe(`${local.aws.endpoint}/111111111111/jobs`)
  await local.client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'wörk',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'a' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
      },
    }),
  )
  const { Messages: [message] = [] } = await local.client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
  )
  expect(message).toMatchObject({
    Body: 'wörk',
    MessageAttributes: { kind: { StringValue: 'a' }, raw: { BinaryValue: new Uint8Array([1, 2]) } },
    Attributes: { ApproximateReceiveCount: '1', SenderId: '111111111111' },
  })
  await local.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
  await local.clock.advance(60_000)
  expect(await local.bodies(QueueUrl)).toEqual([])
})

test('a received message is hidden until its visibility timeout is over, or is changed', async () => {
  await using local = await startSqs()
  const QueueUrl = await local.create('jobs', { VisibilityTimeout: '10' })
  await local.send(QueueUrl, 'once')
  const { Messages: [first] = [] } = await local.client.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(await local.bodies(QueueUrl)).toEqual([])
  await local.client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 30 }),
  )
  await local.clock.advance(11_000)
  expect(await local.bodies(QueueUrl)).toEqual([])
  await local.clock.advance(20_000)
  expect(await local.bodies(QueueUrl)).toEqual(['once'])
})

test('a long poll answers as soon as a message comes', async () => {
  await using local = await startSqs()
  const QueueUrl = await local.create('jobs')
  const waiting = local.bodies(QueueUrl, { WaitTimeSeconds: 20 })
  await local.send(QueueUrl, 'at last')
  expect(await waiting).toEqual(['at last'])
})

test('what was received too often goes to the dead-letter queue', async () => {
  await using local = await startSqs()
  const dead = await local.create('dead')
  const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:111111111111:dead'
  const QueueUrl = await local.create('jobs', {
    VisibilityTimeout: '1',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
  })
  await local.send(QueueUrl, 'poison')
  for (const expected of [['poison'], ['poison'], []]) {
    expect(await local.bodies(QueueUrl)).toEqual(expected)
    await local.clock.advance(2_000)
  }
  expect(await local.bodies(dead)).toEqual(['poison'])
})

test('a batch says of each entry whether it went', async () => {
  await using local = await startSqs()
  const QueueUrl = await local.create('jobs', { MaximumMessageSize: '1024' })
  const Entries = [
    { Id: 'a', MessageBody: 'small' },
    { Id: 'b', MessageBody: 'x'.repeat(1025) },
  ]
  const { Successful, Failed } = await local.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  expect(Successful).toMatchObject([{ Id: 'a' }])
  expect(Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameterValue' }])
  const counted = () => local.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  expect((await counted()).Attributes).toMatchObject({ ApproximateNumberOfMessages: '1', VisibilityTimeout: '30' })
  await local.client.send(new PurgeQueueCommand({ QueueUrl }))
  expect((await counted()).Attributes).toMatchObject({ ApproximateNumberOfMessages: '0' })
})

test.each([
  ['a queue that is not there', { QueueUrl: 'http://x/1/none', MessageBody: 'a' }, 'QueueDoesNotExist'],
  ['an empty body', { QueueUrl: 'http://x/1/jobs', MessageBody: '' }, 'MissingParameter'],
])('sending to %s is refused', async (_what, input, name) => {
  await using local = await startSqs()
  await local.create('jobs')
  await expect(local.client.send(new SendMessageCommand(input))).rejects.toMatchObject({ name })
})
