import { randomUUID } from 'node:crypto'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversations } from '../../db/conversations.ts'
import { queriesOf } from '../../db/queries.ts'
import { sentMessagesOf } from '../../db/sent-messages.ts'
import { usersOf } from '../../db/users.ts'
import { awsCalls } from '../../dev/aws-calls.ts'
import { reaching } from '../../dev/cloud.ts'
import { callFunction, deployFunction } from '../../dev/deploy-function.ts'
import { followStream } from '../../dev/follow-stream.ts'
import { startTable, type Table } from '../messages/start-table.ts'
import { migratedDatabase } from '../setup/database.ts'
import { until } from './until.ts'

describe('the function on the stream of messages', () => {
  let table: Table
  let conversations: Conversations
  let pool: Awaited<ReturnType<typeof migratedDatabase>>['pool']
  let queueUrl = ''
  beforeAll(async () => {
    table = await startTable()
    conversations = table.another()
    const made = await migratedDatabase()
    pool = made.pool
    const functionArn = await deployFunction(table.aws, {
      name: 'message-stream',
      variables: { ...(await reaching(table.aws, made.database)), MESSAGES_TABLE: table.name },
    })
    ;({ queueUrl } = await followStream(table.aws, { streamArn: table.streamArn, functionArn, retries: 1 }))
  })
  afterAll(async () => {
    await table.stop()
    await pool.end()
  })

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

  const messagesOn = async (day: string) =>
    Number(
      (await pool.query('select coalesce(sum(messages), 0) as sum from metrics where day = $1', [day])).rows[0].sum,
    )
  const someone = () =>
    usersOf(queriesOf(pool), () => null).ensure({ sub: randomUUID(), handle: 'one', displayName: 'One' })

  it('brings messages into the numbers of the days they were written on, each once however often it comes', async () => {
    const recordOf = (id: string, day: string) => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: id,
        NewImage: {
          pk: { S: 'MSG#numbers' },
          sk: { S: id },
          group_id: { S: 'numbers' },
          author_id: { S: randomUUID() },
          other_id: { S: randomUUID() },
          message: { S: 'm' },
          created_at: { S: `${day}T23:59:59.999Z` },
        },
      },
    })
    const [one, two] = [recordOf('N1', '2026-01-01'), recordOf('N2', '2026-01-01')]
    const call = (...Records: unknown[]) => callFunction(table.aws, 'message-stream', { Records })
    await call(one, two, one, recordOf('N3', '2026-01-02'))
    await Promise.all([call(two), call(one)])
    expect([await messagesOn('2026-01-01'), await messagesOn('2026-01-02')]).toEqual([2, 1])
  })

  it('notifies whoever the server did not get to notify, and nobody twice', async () => {
    const [ada, bob] = [await someone(), await someone()]
    const notes = async () =>
      (await pool.query('select actor_id, kind, group_id, read_at from notifications where user_id = $1', [bob.id]))
        .rows
    const { said } = await conversations.start(ada.id, bob.id, { message: 'are you there?' })
    const [note] = await until(async () => {
      const found = await notes()
      return found.length > 0 && found
    })
    expect(note).toMatchObject({ actor_id: ada.id, kind: 'message', group_id: said.groupId, read_at: null })
    await pool.query('update notifications set read_at = now()')
    await sentMessagesOf(queriesOf(pool)).note({ ...said, otherId: bob.id })
    expect(await notes()).toHaveLength(1)
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
