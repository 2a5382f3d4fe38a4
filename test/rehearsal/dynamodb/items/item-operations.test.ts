import { expect, test } from 'vitest'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const Key = { pk: { S: 'a' }, sk: { N: '1' } }

const start = async () => {
  const local = inProcess()
  await makeTable(local.send, { pk: 'S', sk: 'N' })
  return local
}

test.each([
  [{ pk: { S: 'a' } }, 'One or more parameter values were invalid: Missing the key sk in the item'],
  [
    { ...Key, sk: { S: '1' } },
    'One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S',
  ],
  [
    { ...Key, pk: { S: '' } },
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  [{ ...Key, pk: { S: 'x'.repeat(2049) } }, 'Size of hashkey has exceeded the maximum size limit of2048 bytes'],
  [{ ...Key, big: { S: 'x'.repeat(400 * 1024) } }, 'Item size has exceeded the maximum allowed size'],
])('a put of a wrong item is refused: %#', async (Item, message) => {
  const { send } = await start()
  await expect(send('PutItem', { TableName, Item })).rejects.toThrow(message)
})

test('an item of 400 kB is put, and no update makes it larger', async () => {
  const { send } = await start()
  const Item = { ...Key, b: { S: 'x'.repeat(400 * 1024 - 'pkaskb1'.length - 1) } }
  await send('PutItem', { TableName, Item })
  const grow = { TableName, Key, UpdateExpression: 'SET c = :c', ExpressionAttributeValues: { ':c': { BOOL: true } } }
  await expect(send('UpdateItem', grow)).rejects.toThrow('Item size to update has exceeded the maximum allowed size')
})

test.each([
  [{ pk: { S: 'a' } }],
  [{ ...Key, extra: { S: 'x' } }],
  [{ pk: { S: 'a' }, sk: { S: '1' } }],
  [{ pk: { S: 'a' }, other: { N: '1' } }],
])('the key %j does not match the schema', async (wrong) => {
  const { send } = await start()
  await expect(send('GetItem', { TableName, Key: wrong })).rejects.toThrow(
    'The provided key element does not match the schema',
  )
})

const before = { a: { N: '1' }, m: { M: { x: { S: 'x' }, y: { S: 'y' } } } }
const after = { a: { N: '2' }, m: { M: { x: { S: 'z' }, y: { S: 'y' } } }, b: { S: 'z' } }
test.each([
  ['NONE', undefined],
  ['ALL_OLD', { ...Key, ...before }],
  ['ALL_NEW', { ...Key, ...after }],
  ['UPDATED_OLD', { a: { N: '1' }, m: { M: { x: { S: 'x' } } } }],
  ['UPDATED_NEW', { a: { N: '2' }, m: { M: { x: { S: 'z' } } }, b: { S: 'z' } }],
])('an update returns %s', async (ReturnValues, attributes) => {
  const { send } = await start()
  await send('PutItem', { TableName, Item: { ...Key, ...before } })
  const reply = await send('UpdateItem', {
    TableName,
    Key,
    ReturnValues,
    UpdateExpression: 'SET m.x = :z, b = :z ADD a :one',
    ExpressionAttributeValues: { ':z': { S: 'z' }, ':one': { N: '1' } },
  })
  expect(reply.Attributes).toEqual(attributes)
})

test('an update makes the item that is not there, and never changes a key', async () => {
  const { send, api } = await start()
  await send('UpdateItem', { TableName, Key })
  expect(api.items(TableName)).toEqual([Key])
  const change = { TableName, Key, UpdateExpression: 'SET sk = :s', ExpressionAttributeValues: { ':s': { N: '2' } } }
  await expect(send('UpdateItem', change)).rejects.toThrow(
    'Cannot update attribute sk. This attribute is part of the key',
  )
})

test('a condition on an item that is not there sees an empty one', async () => {
  const { send } = await start()
  const update = { TableName, Key, UpdateExpression: 'SET v = :v', ExpressionAttributeValues: { ':v': { N: '1' } } }
  const exists = {
    ...update,
    ConditionExpression: 'attribute_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  }
  await expect(send('UpdateItem', exists)).rejects.toMatchObject({
    message: 'The conditional request failed',
    members: {},
  })
  await send('UpdateItem', { ...update, ConditionExpression: 'attribute_not_exists(pk)' })
  await expect(send('UpdateItem', exists)).resolves.toEqual({})
})

test.each([
  ['PutItem', { Item: Key, ReturnValues: 'ALL_NEW' }, 'Return values set to invalid value'],
  ['PutItem', { Item: Key, ReturnValues: 'SOME' }, "Value 'SOME' at 'returnValues' failed to satisfy constraint"],
  ['PutItem', {}, "Value null at 'item' failed to satisfy constraint: Member must not be null"],
  ['PutItem', { Item: Key, Expected: {} }, 'legacy parameter Expected: use ConditionExpression'],
  ['GetItem', { Key, TableName: 'x y' }, 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'],
  ['GetItem', { Key, TableName: 'other' }, 'Requested resource not found'],
])('%s with %j is refused', async (operation, input, message) => {
  const { send } = await start()
  await expect(send(operation, { TableName, ...input })).rejects.toThrow(message)
})
