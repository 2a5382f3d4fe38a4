import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTablesCommand,
  paginateQuery,
  ResourceNotFoundException,
  TransactionCanceledException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { sampleTable, startDynamoDb } from './start-dynamodb.ts'

const TableName = 'things'

test('the document client writes, reads, changes and deletes an item', async () => {
  await using local = await startDynamoDb()
  const { client, documents } = local
  await client.send(new CreateTableCommand(sampleTable()))
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName })
  const item = {
    pk: 'a',
    sk: '1',
    n: 1.5,
    deep: { list: [1, 'two', null, true] },
    set: new Set(['x']),
    bytes: new Uint8Array([1, 2]),
  }
  await documents.send(new PutCommand({ TableName, Item: item }))
  const Key = { pk: 'a', sk: '1' }
  expect((await documents.send(new GetCommand({ TableName, Key }))).Item).toEqual(item)
  const updated = await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET deep.#l[1] = :v, n = n + :one REMOVE bytes ADD #s :more',
      ExpressionAttributeNames: { '#l': 'list', '#s': 'set' },
      ExpressionAttributeValues: { ':v': 2, ':one': 1, ':more': new Set(['y']) },
      ReturnValues: 'ALL_NEW',
    }),
  )
  expect(updated.Attributes).toEqual({ ...Key, n: 2.5, deep: { list: [1, 2, null, true] }, set: new Set(['x', 'y']) })
  const gone = await documents.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }))
  expect(gone.Attributes).toEqual(updated.Attributes)
  expect((await documents.send(new GetCommand({ TableName, Key }))).Item).toBeUndefined()
})

test('queries go through one partition, forwards and backwards, and through an index', async () => {
  await using local = await startDynamoDb()
  const { client, documents } = local
  await client.send(new CreateTableCommand(sampleTable()))
  const puts = ['1', '2', '3', '4'].map((sk) => ({
    PutRequest: { Item: { pk: 'a', sk, ...(sk > '2' && { gpk: 'g', gsk: `${9 - Number(sk)}` }) } },
  }))
  const written = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }))
  expect(written.UnprocessedItems).toEqual({})
  const of = async (input: object) => {
    const { Items = [] } = await documents.send(new QueryCommand({ TableName, ...input } as never))
    return Items.map(({ sk }) => sk)
  }
  const ExpressionAttributeValues = { ':p': 'a', ':s': '2' }
  expect(await of({ KeyConditionExpression: 'pk = :p AND sk >= :s', ExpressionAttributeValues })).toEqual([
    '2',
    '3',
    '4',
  ])
  expect(await of({ KeyConditionExpression: 'pk = :p AND sk < :s', ExpressionAttributeValues })).toEqual(['1'])
  const all = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'a' } }
  expect(await of({ ...all, ScanIndexForward: false, Limit: 2 })).toEqual(['4', '3'])
  const index = { IndexName: 'by-group', KeyConditionExpression: 'gpk = :g', ExpressionAttributeValues: { ':g': 'g' } }
  expect(await of(index)).toEqual(['4', '3'])
  const pages = paginateQuery(
    { client, pageSize: 3 },
    { TableName, ...all, ExpressionAttributeValues: { ':p': { S: 'a' } } },
  )
  const counts: (number | undefined)[] = []
  for await (const { Count } of pages) counts.push(Count)
  expect(counts).toEqual([3, 1])
  const counted = await documents.send(
    new ScanCommand({ TableName, Select: 'COUNT', FilterExpression: 'attribute_exists(gpk)' }),
  )
  expect(counted).toMatchObject({ Count: 2, ScannedCount: 4 })
})

test('a failed condition and a cancelled transaction arrive as the errors of the SDK', async () => {
  await using local = await startDynamoDb()
  const { client, documents } = local
  await client.send(new CreateTableCommand(sampleTable()))
  const Item = { pk: 'a', sk: '1', v: 1 }
  const once = {
    TableName,
    Item,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const
  await documents.send(new PutCommand(once))
  const refused = await documents.send(new PutCommand(once)).catch((error) => error)
  expect(refused).toBeInstanceOf(ConditionalCheckFailedException)
  expect(refused).toMatchObject({ message: 'The conditional request failed', Item: { pk: { S: 'a' }, v: { N: '1' } } })
  const cancelled = await documents
    .send(
      new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: { pk: 'b', sk: '1' } } }, { Put: once }] }),
    )
    .catch((error) => error)
  expect(cancelled).toBeInstanceOf(TransactionCanceledException)
  expect(cancelled.message).toContain('[None, ConditionalCheckFailed]')
  expect(cancelled.CancellationReasons).toMatchObject([
    { Code: 'None' },
    { Code: 'ConditionalCheckFailed', Item: { v: { N: '1' } } },
  ])
  const Keys = [
    { pk: 'a', sk: '1' },
    { pk: 'b', sk: '1' },
  ]
  const read = await documents.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }))
  expect(read.Responses?.[TableName]).toEqual([Item])
  const got = await documents.send(
    new TransactGetCommand({ TransactItems: Keys.map((Key) => ({ Get: { TableName, Key } })) }),
  )
  expect(got.Responses).toEqual([{ Item }, {}])
})

test('a table that is not there, or deleted, is not found', async () => {
  await using local = await startDynamoDb()
  const { client, documents } = local
  await client.send(new CreateTableCommand(sampleTable()))
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([TableName])
  const deleted = await client.send(new DeleteTableCommand({ TableName }))
  expect(deleted.TableDescription?.TableStatus).toBe('DELETING')
  await expect(client.send(new DescribeTableCommand({ TableName }))).rejects.toThrow(ResourceNotFoundException)
  await expect(documents.send(new GetCommand({ TableName, Key: { pk: 'a', sk: 'b' } }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found',
  })
})
