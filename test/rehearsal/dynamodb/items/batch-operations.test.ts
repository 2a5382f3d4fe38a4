import { expect, test } from 'vitest'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const key = (pk: number | string) => ({ pk: { S: String(pk) } })
const many = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index))

const start = async () => {
  const local = inProcess()
  await makeTable(local.send, { pk: 'S' })
  return local
}

test('a batch puts and deletes, and another gives what is there', async () => {
  const { send } = await start()
  await send('BatchWriteItem', {
    RequestItems: { [TableName]: many(25, (index) => ({ PutRequest: { Item: key(index) } })) },
  })
  await send('BatchWriteItem', {
    RequestItems: { [TableName]: [{ DeleteRequest: { Key: key(3) } }, { DeleteRequest: { Key: key('none') } }] },
  })
  const read = await send('BatchGetItem', {
    RequestItems: { [TableName]: { Keys: many(100, key), ProjectionExpression: 'pk' } },
  })
  expect(read.Responses[TableName]).toHaveLength(24)
  expect(read.UnprocessedKeys).toEqual({})
})

test('a batch of which one part is wrong writes nothing', async () => {
  const { send, api } = await start()
  const RequestItems = {
    [TableName]: [{ PutRequest: { Item: key('a') } }, { PutRequest: { Item: { other: { S: 'x' } } } }],
  }
  await expect(send('BatchWriteItem', { RequestItems })).rejects.toThrow(
    'The provided key element does not match the schema',
  )
  expect(api.items(TableName)).toEqual([])
})

test('what does not fit in 16 MB is left for the next request', async () => {
  const { send } = await start()
  for (let index = 0; index < 50; index++) {
    await send('PutItem', { TableName, Item: { ...key(index), fat: { S: 'x'.repeat(400_000) } } })
  }
  const { Responses, UnprocessedKeys } = await send('BatchGetItem', {
    RequestItems: { [TableName]: { Keys: many(50, key), ConsistentRead: true } },
  })
  expect(Responses[TableName]).toHaveLength(41)
  expect(UnprocessedKeys[TableName]).toEqual({ Keys: many(9, (index) => key(index + 41)), ConsistentRead: true })
})

test.each([
  [
    'BatchWriteItem',
    many(26, (index) => ({ PutRequest: { Item: key(index) } })),
    'Too many items requested for the BatchWriteItem call',
  ],
  [
    'BatchWriteItem',
    many(2, () => ({ PutRequest: { Item: key('a') } })),
    'Provided list of item keys contains duplicates',
  ],
  ['BatchWriteItem', [{}], 'must contain exactly one of PutRequest and DeleteRequest'],
  ['BatchGetItem', { Keys: many(101, key) }, 'Too many items requested for the BatchGetItem call'],
  ['BatchGetItem', { Keys: many(2, () => key('a')) }, 'Provided list of item keys contains duplicates'],
])('%s is refused: %#', async (operation, given, message) => {
  const { send } = await start()
  await expect(send(operation, { RequestItems: { [TableName]: given } })).rejects.toThrow(message)
})
