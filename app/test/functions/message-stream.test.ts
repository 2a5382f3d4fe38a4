import { randomUUID } from 'node:crypto'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversations } from '../../db/conversations.ts'
import { awsCalls } from '../../dev/aws-calls.ts'
import { callFunction, deployFunction } from '../../dev/deploy-function.ts'
import { followStream } from '../../dev/follow-stream.ts'
import { startTable, type Table } from '../messages/start-table.ts'
import { until } from './until.ts'

describe('the function on the stream of messages', () => {
  let table: Table
  let conversations: Conversations
  let queueUrl = ''
  beforeAll(async () => {
    table = await startTable()
    conversations = table.another()
    const functionArn = await deployFunction(table.aws, {
      name: 'message-stream',
      variables: { MESSAGES_TABLE: table.name },
    })
    ;({ queueUrl } = await followStream(table.aws, { streamArn: table.streamArn, functionArn, retries: 1 }))
  })
  afterAll(() => table.stop())

  const last = async (user: string) => (await conversations.groups(user, { limit: 5 })).groups[0]

  it('shows the newest message with the conversation of both, which comes first then', async () => {
    const [ada, bob, cid] = [randomUUID(), randomUUID(), randomUUID()]
    const { id } = (await conversations.start(ada, bob, { message: 'one' })).conversation
    await conversations.start(cid, ada, { message: 'another' })
    await conversations.write(bob, id, { message: 'two' })
    const { said } = await conversations.write(ada, id, { message: 'three' })
    const shown = await until(async () => {
      const [hers, his] = [await last(ada), await last(bob)]
      return hers?.message === 'three' && his?.message === 'three' && { hers, his }
    })
    expect(shown.hers).toEqual({ id, otherId: bob, message: 'three', lastMessageAt: said.createdAt, unread: 0 })
    expect(shown.his).toMatchObject({ otherId: ada, unread: 1 })
  })

  it('never shows an older message again, however often and late it comes', async () => {
    const [ada, bob] = [randomUUID(), randomUUID()]
    const { said } = await conversations.start(ada, bob, { message: 'old' })
    await conversations.write(ada, said.groupId, { message: 'new' })
    await until(async () => (await last(ada))?.message === 'new')
    const NewImage = {
      pk: { S: `MSG#${said.groupId}` },
      sk: { S: said.id },
      group_id: { S: said.groupId },
      author_id: { S: ada },
      other_id: { S: bob },
      message: { S: 'old' },
      created_at: { S: said.createdAt },
    }
    await callFunction(table.aws, 'message-stream', {
      Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } }],
    })
    expect((await last(ada))?.message).toBe('new')
    expect((await last(bob))?.unread).toBe(2)
  })

  it('puts a record it cannot read into the queue, and goes on with those after it', async () => {
    const [ada, bob] = [randomUUID(), randomUUID()]
    const { id } = (await conversations.start(ada, bob, { message: 'before' })).conversation
    const Item = { pk: { S: `MSG#${id}` }, sk: { S: 'broken' } }
    await table.aws.dynamodb.send(new PutItemCommand({ TableName: table.name, Item }))
    await conversations.write(ada, id, { message: 'after' })
    await until(async () => (await last(bob))?.message === 'after')
    const { json } = awsCalls(table.aws)
    const body = await until(async () => {
      const input = { QueueUrl: queueUrl, MaxNumberOfMessages: 1 }
      return (await json<{ Messages?: { Body: string }[] }>('AmazonSQS.ReceiveMessage', input)).Messages?.[0]?.Body
    })
    expect(JSON.parse(body).DDBStreamBatchInfo).toMatchObject({ batchSize: 1, streamArn: table.streamArn })
  })
})
