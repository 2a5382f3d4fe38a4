import {
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  type StreamViewType,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import { expect, test } from 'vitest'
import { sampleTable, startDynamoDb } from '../start-dynamodb.ts'

const TableName = 'things'
const Key = { pk: { S: 'a' }, sk: { S: '1' } }

const start = async (StreamViewType: StreamViewType = 'NEW_AND_OLD_IMAGES') => {
  const local = await startDynamoDb()
  const { client, streams } = local
  const StreamSpecification = { StreamEnabled: true, StreamViewType }
  const { TableDescription } = await client.send(new CreateTableCommand({ ...sampleTable(), StreamSpecification }))
  const StreamArn = TableDescription?.LatestStreamArn
  const put = (v: string) => client.send(new PutItemCommand({ TableName, Item: { ...Key, v: { S: v } } }))
  const shard = async () =>
    (await streams.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription?.Shards?.[0]
  const iterator = async (given: Partial<GetShardIteratorCommandInput>) => {
    const ShardId = (await shard())?.ShardId
    const input = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON', ...given } as const
    return (await streams.send(new GetShardIteratorCommand(input))).ShardIterator
  }
  const records = (ShardIterator: string | undefined, Limit?: number) =>
    streams.send(new GetRecordsCommand({ ShardIterator, Limit }))
  return { ...local, StreamArn, put, shard, iterator, records }
}

test('every change is told in order with its images, and one that changes nothing is not', async () => {
  await using local = await start()
  const { put, client, iterator, records } = local
  await put('1')
  await put('1')
  await put('2')
  await client.send(new DeleteItemCommand({ TableName, Key }))
  await client.send(new DeleteItemCommand({ TableName, Key }))
  const { Records = [] } = await records(await iterator({}))
  const image = (v: string) => ({ ...Key, v: { S: v } })
  expect(Records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.OldImage, dynamodb?.NewImage])).toEqual([
    ['INSERT', undefined, image('1')],
    ['MODIFY', image('1'), image('2')],
    ['REMOVE', image('2'), undefined],
  ])
  expect(Records[0]).toMatchObject({ eventSource: 'aws:dynamodb', awsRegion: 'eu-west-1', dynamodb: { Keys: Key } })
  expect(Records[0]?.dynamodb?.ApproximateCreationDateTime).toEqual(new Date('2026-01-01T00:00:00Z'))
})

test.each<[StreamViewType, readonly string[]]>([
  ['KEYS_ONLY', []],
  ['NEW_IMAGE', ['NewImage']],
  ['OLD_IMAGE', ['OldImage']],
  ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
])('a stream of %s keeps %j of a change', async (viewType, images) => {
  await using local = await start(viewType)
  await local.put('1')
  await local.put('2')
  const { Records = [] } = await local.records(await local.iterator({}))
  const kept = Object.keys(Records[1]?.dynamodb ?? {}).filter((name) => name.endsWith('Image'))
  expect(kept.sort()).toEqual(images)
})

test('iterators begin at the oldest record, behind the newest, at a record or after it', async () => {
  await using local = await start()
  const { put, iterator, records } = local
  const latest = await iterator({ ShardIteratorType: 'LATEST' })
  for (const v of ['1', '2', '3']) await put(v)
  const texts = async (given: string | undefined, limit?: number) => {
    const { Records = [], NextShardIterator } = await records(given, limit)
    return [Records.map(({ dynamodb }) => dynamodb?.NewImage?.v?.S).join(''), NextShardIterator] as const
  }
  expect((await texts(latest))[0]).toBe('123')
  expect((await texts(await iterator({ ShardIteratorType: 'LATEST' })))[0]).toBe('')
  const [first, next] = await texts(await iterator({}), 2)
  expect([first, (await texts(next))[0]]).toEqual(['12', '3'])
  const { Records = [] } = await records(await iterator({}))
  const SequenceNumber = Records[1]?.dynamodb?.SequenceNumber
  expect((await texts(await iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })))[0]).toBe('23')
  expect((await texts(await iterator({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber })))[0]).toBe('3')
})

test('records are kept for a day, and iterators for a quarter of an hour', async () => {
  await using local = await start()
  const { put, iterator, records, clock } = local
  await put('1')
  const SequenceNumber = (await records(await iterator({}))).Records?.[0]?.dynamodb?.SequenceNumber
  const old = await iterator({})
  await clock.advance(16 * 60_000)
  await expect(records(old)).rejects.toThrow(ExpiredIteratorException)
  await clock.advance(24 * 60 * 60_000)
  await put('2')
  const { Records } = await records(await iterator({}))
  expect(Records).toMatchObject([{ dynamodb: { NewImage: { v: { S: '2' } } } }])
  await expect(iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })).rejects.toThrow(
    TrimmedDataAccessException,
  )
})

test('a disabled stream is read to its end and listed beside the next one', async () => {
  await using local = await start()
  const { put, iterator, records, client, streams, shard, StreamArn } = local
  await put('1')
  const change = (StreamSpecification: object) =>
    client.send(new UpdateTableCommand({ TableName, StreamSpecification } as never))
  await change({ StreamEnabled: false })
  await put('2')
  const { Records, NextShardIterator } = await records(await iterator({}))
  expect(Records).toHaveLength(1)
  expect(NextShardIterator).toBeUndefined()
  expect((await shard())?.SequenceNumberRange?.EndingSequenceNumber).toBe(Records?.[0]?.dynamodb?.SequenceNumber)
  await change({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' })
  await expect(change({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' })).rejects.toThrow(
    'already has an enabled stream',
  )
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName }))
  expect(Streams).toHaveLength(2)
  expect(Streams.map((one) => one.StreamArn)).toContain(StreamArn)
})
