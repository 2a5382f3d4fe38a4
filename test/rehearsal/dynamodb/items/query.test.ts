import { expect, test } from 'vitest'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'

const start = async () => {
  const local = inProcess()
  const key = (...names: readonly string[]) =>
    names.map((AttributeName, index) => ({ AttributeName, KeyType: index ? 'RANGE' : 'HASH' }))
  await makeTable(
    local.send,
    { pk: 'S', sk: 'N', g: 'S', l: 'S' },
    {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'global',
          KeySchema: key('g', 'sk'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['in'] },
        },
      ],
      LocalSecondaryIndexes: [
        { IndexName: 'local', KeySchema: key('pk', 'l'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    },
  )
  for (const sk of [3, -1, 10, 2]) {
    const Item = {
      pk: { S: 'p' },
      sk: { N: String(sk) },
      g: { S: 'g' },
      l: { S: `l${sk}` },
      in: { S: 'in' },
      rest: { S: 'out' },
    }
    await local.send('PutItem', { TableName, Item })
  }
  const values = {
    ':p': { S: 'p' },
    ':g': { S: 'g' },
    ':two': { N: '2' },
    ':ten': { N: '10' },
    ':l': { S: 'l' },
    ':o': { S: 'out' },
  }
  const query = (KeyConditionExpression: string, more: Readonly<Record<string, unknown>> = {}) => {
    const text = `${KeyConditionExpression} ${more.FilterExpression ?? ''}`
    const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(text))
    return local.send('Query', {
      TableName,
      KeyConditionExpression,
      ExpressionAttributeValues: Object.fromEntries(used),
      ...more,
    })
  }
  return { ...local, query }
}

test.each([
  ['pk = :p', [-1, 2, 3, 10]],
  ['pk = :p AND sk > :two', [3, 10]],
  ['pk = :p AND sk <= :two', [-1, 2]],
  [':two = sk AND pk = :p', [2]],
  ['pk = :p AND :two < sk', [3, 10]],
  ['(pk = :p) AND (sk BETWEEN :two AND :ten)', [2, 3, 10]],
])('%s gives numbers in the order of their values', async (condition, expected) => {
  const { query } = await start()
  const { Items } = await query(condition)
  expect(Items.map(({ sk }: { sk: { N: string } }) => Number(sk.N))).toEqual(expected)
})

test.each([
  ['sk = :two', {}, 'Query condition missed key schema element: pk'],
  ['pk = :p AND rest = :o', {}, 'Query condition missed key schema element: sk'],
  ['pk > :p', {}, 'Query key condition not supported'],
  ['pk = :p OR sk = :two', {}, 'Invalid operator used in KeyConditionExpression: OR'],
  ['pk = :p AND NOT sk = :two', {}, 'Invalid operator used in KeyConditionExpression: NOT'],
  ['pk = :p AND sk <> :two', {}, 'Invalid operator used in KeyConditionExpression: <>'],
  ['pk = :p AND sk > :two AND sk < :ten', {}, 'KeyConditionExpressions must only contain one condition per key'],
  [
    'pk = :p AND sk > :two AND rest = :o',
    {},
    'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
  ],
  ['pk = :two', {}, 'Condition parameter type does not match schema type'],
  [
    'pk = :p',
    { FilterExpression: 'sk > :two' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  ['pk = :p', { IndexName: 'none' }, 'The table does not have the specified index: none'],
  [
    'g = :g',
    { IndexName: 'global', ConsistentRead: true },
    'Consistent reads are not supported on global secondary indexes',
  ],
  [
    'g = :g',
    { IndexName: 'global', Select: 'ALL_ATTRIBUTES' },
    'Select type ALL_ATTRIBUTES is not supported for global secondary index global because its projection type is not ALL',
  ],
  [
    'g = :g',
    { IndexName: 'global', ProjectionExpression: 'pk, rest' },
    'Global secondary index global does not project [rest]',
  ],
  [
    'pk = :p',
    { Select: 'COUNT', ProjectionExpression: 'pk' },
    'Cannot specify the ProjectionExpression when choosing to get only the Count',
  ],
  ['pk = :p', { ExclusiveStartKey: { pk: { S: 'p' } } }, 'The provided starting key is invalid'],
  [
    'pk = :p',
    { ExclusiveStartKey: { pk: { S: 'q' }, sk: { N: '1' } } },
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [
    'pk = :p AND sk > :two',
    { ExclusiveStartKey: { pk: { S: 'p' }, sk: { N: '1' } } },
    'The provided starting key does not match the range key predicate',
  ],
  [
    'pk = :p',
    { Limit: 0 },
    "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
])('the query %j %j is refused', async (condition, more, message) => {
  const { query } = await start()
  await expect(query(condition, more)).rejects.toThrow(message)
})

test('an index gives what it holds; a local one reads the rest from its table when asked', async () => {
  const { query } = await start()
  const names = ({ Items }: { Items?: object[] }) => Object.keys(Items?.[0] ?? {}).sort()
  expect(names(await query('g = :g', { IndexName: 'global' }))).toEqual(['g', 'in', 'pk', 'sk'])
  expect(names(await query('pk = :p AND begins_with(l, :l)', { IndexName: 'local' }))).toEqual(['l', 'pk', 'sk'])
  const whole = await query('pk = :p', { IndexName: 'local', Select: 'ALL_ATTRIBUTES', ConsistentRead: true })
  expect(names(whole)).toEqual(['g', 'in', 'l', 'pk', 'rest', 'sk'])
  const filtered = await query('g = :g', { IndexName: 'global', FilterExpression: 'rest = :o' })
  expect(filtered).toMatchObject({ Count: 0, ScannedCount: 4 })
})

test('a write to a table with a local index tells the size of its item collection', async () => {
  const { send } = await start()
  const Key = { pk: { S: 'p' }, sk: { N: '2' } }
  const deleted = await send('DeleteItem', { TableName, Key, ReturnItemCollectionMetrics: 'SIZE' })
  expect(deleted).toEqual({
    ItemCollectionMetrics: { ItemCollectionKey: { pk: { S: 'p' } }, SizeEstimateRangeGB: [0, 1] },
  })
  expect(await send('PutItem', { TableName, Item: Key })).toEqual({})
})

test('an index follows its table: items move, leave and must have keys of the right type', async () => {
  const { send, query } = await start()
  const Key = { pk: { S: 'p' }, sk: { N: '2' } }
  await send('UpdateItem', { TableName, Key, UpdateExpression: 'REMOVE g' })
  await send('DeleteItem', { TableName, Key: { ...Key, sk: { N: '3' } } })
  expect((await query('g = :g', { IndexName: 'global', Select: 'COUNT' })).Count).toBe(2)
  const set = (g: object) =>
    send('UpdateItem', { TableName, Key, UpdateExpression: 'SET g = :g', ExpressionAttributeValues: { ':g': g } })
  await expect(set({ N: '1' })).rejects.toThrow('Type mismatch for Index Key g Expected: S Actual: N IndexName: global')
  await expect(set({ S: '' })).rejects.toThrow('IndexName: global, IndexKey: g')
  await set({ S: 'g' })
  expect((await query('g = :g', { IndexName: 'global', Select: 'COUNT' })).Count).toBe(3)
})
