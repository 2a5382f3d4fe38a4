import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Shape } from '#rehearsal/service.ts'
import { inProcess, makeTable } from '../in-process.ts'

type Send = ReturnType<typeof inProcess>['send']

const readAll = async (
  send: Send,
  operation: string,
  input: Shape,
  between: () => Promise<unknown> = async () => {},
) => {
  const pages: Shape[] = []
  let ExclusiveStartKey: Shape | undefined
  do {
    const page = await send(operation, { TableName: 'things', ...input, ExclusiveStartKey })
    pages.push(page)
    ExclusiveStartKey = page.LastEvaluatedKey
    await between()
  } while (ExclusiveStartKey)
  return pages
}

const itemsIn = (pages: readonly Shape[]): readonly Shape[] => pages.flatMap(({ Items }) => Items)

const indexed = {
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-color',
      KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
}

const given = fc.uniqueArray(
  fc.record({
    pk: fc.constantFrom('a', 'b', 'c'),
    sk: fc.integer({ min: -50, max: 50 }),
    color: fc.option(fc.constantFrom('red', 'blue')),
  }),
  { selector: ({ pk, sk }) => `${pk} ${sk}`, maxLength: 60 },
)

const itemOf = ({ pk, sk, color }: { pk: string; sk: number; color: string | null }) => ({
  pk: { S: pk },
  sk: { N: String(sk) },
  ...(color && { color: { S: color } }),
})

test('pages of any size give every item once, in order, from the table and from an index', async () => {
  await fc.assert(
    fc.asyncProperty(given, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (things, Limit, forward) => {
      const { send } = inProcess()
      await makeTable(send, { pk: 'S', sk: 'N', color: 'S' }, indexed)
      for (const thing of things) await send('PutItem', { TableName: 'things', Item: itemOf(thing) })
      const scanned = itemsIn(await readAll(send, 'Scan', { Limit }))
      expect(scanned).toHaveLength(things.length)
      expect(scanned).toEqual(expect.arrayContaining(things.map(itemOf)))
      const query = {
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'a' } },
        Limit,
        ScanIndexForward: forward,
      }
      const ordered = things.filter(({ pk }) => pk === 'a').sort((a, b) => (forward ? a.sk - b.sk : b.sk - a.sk))
      expect(itemsIn(await readAll(send, 'Query', query))).toEqual(ordered.map(itemOf))
      const red = {
        IndexName: 'by-color',
        KeyConditionExpression: 'color = :c',
        ExpressionAttributeValues: { ':c': { S: 'red' } },
        Limit,
      }
      const colored = itemsIn(await readAll(send, 'Query', { ...red, ScanIndexForward: forward }))
      const reds = things.filter(({ color }) => color === 'red')
      expect(colored).toHaveLength(reds.length)
      expect(colored).toEqual(expect.arrayContaining(reds.map(itemOf)))
    }),
    { numRuns: 60 },
  )
})

test('segments of a scan have every item once between them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 80 }), async (TotalSegments, many) => {
      const { send } = inProcess()
      await makeTable(send, { pk: 'S' })
      for (let i = 0; i < many; i++) await send('PutItem', { TableName: 'things', Item: { pk: { S: `item ${i}` } } })
      const parts = await Promise.all(
        Array.from({ length: TotalSegments }, (_, Segment) =>
          readAll(send, 'Scan', { Segment, TotalSegments, Limit: 7 }),
        ),
      )
      const names = parts.flatMap(itemsIn).map(({ pk }) => pk.S)
      expect(names).toHaveLength(many)
      expect(new Set(names).size).toBe(many)
    }),
    { numRuns: 40 },
  )
})

test('a reader meets every item that stays, once, while others come and go', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 199 }), fc.boolean()), { minLength: 10, maxLength: 60 }),
      async (changes) => {
        const { send } = inProcess()
        await makeTable(send, { pk: 'S', sk: 'N' })
        const item = (sk: number) => ({ pk: { S: 'p' }, sk: { N: String(sk) } })
        for (let sk = 0; sk < 100; sk++) await send('PutItem', { TableName: 'things', Item: item(sk * 2) })
        const left = [...changes]
        const touched = new Set(changes.map(([sk]) => sk))
        const change = async () => {
          const [sk, put] = left.shift() ?? [0, true]
          if (left.length > 0)
            await send(put ? 'PutItem' : 'DeleteItem', {
              TableName: 'things',
              ...(put ? { Item: item(sk) } : { Key: item(sk) }),
            })
        }
        const query = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'p' } }, Limit: 7 }
        const seen = itemsIn(await readAll(send, 'Query', query, change)).map(({ sk }) => Number(sk.N))
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen).toEqual([...seen].sort((a, b) => a - b))
        for (let sk = 0; sk < 200; sk += 2) if (!touched.has(sk)) expect(seen).toContain(sk)
      },
    ),
    { numRuns: 30 },
  )
})

test('a page ends before it is larger than 1 MB, and a filter does not make it longer', async () => {
  const { send } = inProcess()
  await makeTable(send, { pk: 'S', sk: 'N' })
  const fat = 'x'.repeat(300_000)
  for (let sk = 0; sk < 7; sk++) {
    await send('PutItem', { TableName: 'things', Item: { pk: { S: 'p' }, sk: { N: String(sk) }, fat: { S: fat } } })
  }
  const query = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'p' } } }
  const pages = await readAll(send, 'Query', { ...query, FilterExpression: 'attribute_not_exists(fat)' })
  expect(pages.map(({ Count, ScannedCount }) => [Count, ScannedCount])).toEqual([
    [0, 3],
    [0, 3],
    [0, 1],
  ])
})

test('a page that ends for its limit has a last key even at the very end', async () => {
  const { send } = inProcess()
  await makeTable(send, { pk: 'S' })
  await send('PutItem', { TableName: 'things', Item: { pk: { S: 'only' } } })
  const page = await send('Scan', { TableName: 'things', Limit: 1 })
  expect(page.LastEvaluatedKey).toEqual({ pk: { S: 'only' } })
  const rest = await send('Scan', { TableName: 'things', ExclusiveStartKey: page.LastEvaluatedKey })
  expect(rest).toEqual({ Items: [], Count: 0, ScannedCount: 0 })
})
