import { expect, test } from 'vitest'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const indexed = {
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-group',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
}

const start = async () => {
  const local = inProcess()
  await makeTable(local.send, { pk: 'S', sk: 'S', g: 'S' }, indexed)
  return local
}
const item = (bytes: number, more = {}) => ({ pk: { S: 'p' }, sk: { S: 's' }, fill: { S: 'x'.repeat(bytes) }, ...more })
const Key = { pk: { S: 'p' }, sk: { S: 's' } }
const ReturnConsumedCapacity = 'TOTAL'

test.each([
  [10, 1],
  [1000, 1],
  [1100, 2],
  [10_000, 10],
])('an item of about %i bytes takes %i units to write', async (bytes, units) => {
  const { send } = await start()
  const { ConsumedCapacity } = await send('PutItem', { TableName, Item: item(bytes), ReturnConsumedCapacity })
  expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: units })
})

test('reads round to 4 kB, and take half when they need not be consistent, twice in transactions', async () => {
  const { send } = await start()
  await send('PutItem', { TableName, Item: item(5000) })
  const get = async (more: object) =>
    (await send('GetItem', { TableName, Key, ReturnConsumedCapacity, ...more })).ConsumedCapacity.CapacityUnits
  expect(await get({})).toBe(1)
  expect(await get({ ConsistentRead: true })).toBe(2)
  expect(await get({ Key: { ...Key, sk: { S: 'none' } } })).toBe(0.5)
  const transaction = await send('TransactGetItems', {
    TransactItems: [{ Get: { TableName, Key } }],
    ReturnConsumedCapacity,
  })
  expect(transaction.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, ReadCapacityUnits: 4 }])
})

test('an index takes units of its own: one to enter, two to move, none for what it does not hold', async () => {
  const { send } = await start()
  const put = async (more: object) =>
    (await send('PutItem', { TableName, Item: item(10, more), ReturnConsumedCapacity: 'INDEXES' })).ConsumedCapacity
  expect(await put({ g: { S: 'a' } })).toEqual({
    TableName,
    CapacityUnits: 2,
    Table: { CapacityUnits: 1 },
    GlobalSecondaryIndexes: { 'by-group': { CapacityUnits: 1 } },
  })
  expect((await put({ g: { S: 'b' } })).CapacityUnits).toBe(3)
  expect((await put({ g: { S: 'b' }, more: { S: 'x' } })).CapacityUnits).toBe(1)
})

test('a query takes the units of all it read, not of what its filter left', async () => {
  const { send } = await start()
  for (let sk = 0; sk < 3; sk++) await send('PutItem', { TableName, Item: item(3000, { sk: { S: String(sk) } }) })
  const { Count, ConsumedCapacity } = await send('Query', {
    TableName,
    KeyConditionExpression: 'pk = :p',
    FilterExpression: 'attribute_not_exists(fill)',
    ExpressionAttributeValues: { ':p': { S: 'p' } },
    ConsistentRead: true,
    ReturnConsumedCapacity,
  })
  expect([Count, ConsumedCapacity.CapacityUnits]).toEqual([0, 3])
})
