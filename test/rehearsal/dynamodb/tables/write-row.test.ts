import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Item } from '#rehearsal/dynamodb/values/attribute-value.ts'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const indexes = {
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-color',
      KeySchema: [
        { AttributeName: 'color', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
}

const color = fc.option(fc.constantFrom('red', 'blue'))
const rank = fc.option(fc.integer({ min: -2, max: 2 }))
const step = fc.record({
  pk: fc.constantFrom('a', 'b', 'c'),
  verb: fc.constantFrom('put', 'set', 'unset', 'delete'),
  color,
  rank,
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const itemOf = ({ pk, color: given, rank: place }: Omit<Step, 'verb'>): Item => ({
  pk: { S: pk },
  ...(given && { color: { S: given } }),
  ...(place !== null && { rank: { N: String(place) } }),
})

const requestOf = (given: Step): readonly [string, object] => {
  const Key = { pk: { S: given.pk } }
  if (given.verb === 'put') return ['PutItem', { Item: itemOf(given) }]
  if (given.verb === 'delete') return ['DeleteItem', { Key }]
  if (given.verb === 'unset') return ['UpdateItem', { Key, UpdateExpression: 'REMOVE color' }]
  const value = given.color ?? 'green'
  return ['UpdateItem', { Key, UpdateExpression: 'SET color = :c', ExpressionAttributeValues: { ':c': { S: value } } }]
}

const after = (old: Item | undefined, given: Step): Item | undefined => {
  if (given.verb === 'delete') return undefined
  if (given.verb === 'put') return itemOf(given)
  const { color: _color, ...rest } = old ?? { pk: { S: given.pk } }
  return given.verb === 'unset' ? rest : { ...rest, color: { S: given.color ?? 'green' } }
}

test('after any writes the table is that of a naive model, the index holds the items with its keys, and the stream tells it all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { send, api } = inProcess()
      const { TableDescription } = await makeTable(
        send,
        { pk: 'S' },
        {
          ...indexes,
          AttributeDefinitions: Object.entries({ pk: 'S', color: 'S', rank: 'N' }).map(
            ([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }),
          ),
        },
      )
      const model = new Map<string, Item>()
      for (const given of steps) {
        const [operation, input] = requestOf(given)
        await send(operation, { TableName, ...input })
        const next = after(model.get(given.pk), given)
        if (next) model.set(given.pk, next)
        else model.delete(given.pk)
      }
      const expected = [...model.values()]
      const items = api.items(TableName)
      expect(items).toHaveLength(expected.length)
      expect(items).toEqual(expect.arrayContaining(expected))
      const indexed = (await send('Scan', { TableName, IndexName: 'by-color' })).Items
      const keyed = expected.filter((item) => 'color' in item && 'rank' in item)
      expect(indexed).toHaveLength(keyed.length)
      expect(indexed).toEqual(expect.arrayContaining(keyed))
      const replayed = new Map<string, Item | undefined>()
      for (const { eventName, dynamodb } of api.streams.records(TableDescription.LatestStreamArn, undefined, 1000)) {
        const pk = (dynamodb.Keys.pk as { S: string }).S
        expect(dynamodb.OldImage).toEqual(replayed.get(pk))
        expect(eventName).toBe(dynamodb.NewImage ? (dynamodb.OldImage ? 'MODIFY' : 'INSERT') : 'REMOVE')
        expect(dynamodb.NewImage).not.toEqual(dynamodb.OldImage)
        replayed.set(pk, dynamodb.NewImage)
      }
      expect(new Map([...replayed].filter(([, item]) => item))).toEqual(model)
    }),
    { numRuns: 100 },
  )
})

test('the size of a table is that of its items, whatever was written before', async () => {
  const { send } = inProcess()
  await makeTable(send, { pk: 'S' })
  const Item = { pk: { S: 'a' }, text: { S: 'x'.repeat(100) } }
  await send('PutItem', { TableName, Item })
  await send('PutItem', { TableName, Item: { ...Item, text: { S: 'short' } } })
  const { Table } = await send('DescribeTable', { TableName })
  expect(Table).toMatchObject({ ItemCount: 1, TableSizeBytes: 'pkatextshort'.length })
  await send('DeleteItem', { TableName, Key: { pk: { S: 'a' } } })
  expect((await send('DescribeTable', { TableName })).Table).toMatchObject({ ItemCount: 0, TableSizeBytes: 0 })
})
