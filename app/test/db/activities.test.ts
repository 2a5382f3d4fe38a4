import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Activities, activitiesOf, homeQuery } from '../../db/activities.ts'
import { parseCursor } from '../../db/cursor.ts'
import { migratedDatabase } from '../setup/database.ts'

let pool: pg.Pool
let activities: Activities

beforeAll(async () => {
  pool = (await migratedDatabase()).pool
  activities = activitiesOf(pool)
})
beforeEach(async () => {
  await pool.query('truncate activities')
})
afterAll(() => pool.end())

const insert = (message: string, created: string, expires = `now() + interval '1 day'`) =>
  pool.query(
    `insert into activities (handle, message, created_at, expires_at) values ('a', $1, ${created}, ${expires})`,
    [message],
  )

const messages = async (limit: number): Promise<string[][]> => {
  const pages: string[][] = []
  let before: string | null | undefined
  while (before !== null) {
    const page = await activities.home({ limit, before: before === undefined ? undefined : parseCursor(before) })
    pages.push(page.activities.map(({ message }) => message))
    before = page.next
  }
  return pages
}

test('the feed is newest first', async () => {
  await insert('older', `now() - interval '2 minutes'`)
  await insert('newer', `now() - interval '1 minute'`)
  expect(await messages(10)).toEqual([['newer', 'older']])
})

test('pages neither repeat nor lose activities that differ by a microsecond or not at all', async () => {
  const instant = `'2026-01-02 03:04:05.678901+00'::timestamptz`
  await insert('c', `${instant} + interval '1 microsecond'`)
  for (const message of ['b', 'b', 'b']) await insert(message, instant)
  await insert('a', `${instant} - interval '1 microsecond'`)
  expect(await messages(2)).toEqual([['c', 'b'], ['b', 'b'], ['a']])
})

test('a last page that is full does not announce another', async () => {
  await insert('only', 'now()')
  expect((await activities.home({ limit: 1 })).next).toBeNull()
})

test('an expired activity is hidden', async () => {
  await insert('gone', `now() - interval '2 hours'`, `now() - interval '1 hour'`)
  await insert('here', 'now()')
  expect(await messages(10)).toEqual([['here']])
})

test('an activity lives as long as its ttl says', async () => {
  const { createdAt, expiresAt } = await activities.create({ handle: 'a', message: 'm', ttl: '3-hours' })
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(3 * 3_600_000)
})

test('both forms of the feed query walk the index of the feed', async () => {
  const cursor = { micros: '1767323045678901', id: '00000000-0000-4000-8000-000000000000' }
  const client = await pool.connect()
  await client.query('set enable_seqscan = off')
  await client.query('set enable_sort = off')
  for (const { text, values } of [homeQuery(20), homeQuery(20, cursor)]) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('Index Scan using activities_feed')
    expect(plan).not.toContain('Sort')
  }
  client.release(true)
})
