import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { homeQuery, profileQuery, repliesQuery, searchQuery } from '../../db/feeds.ts'
import { marksQuery } from '../../db/marks.ts'
import { notificationsQuery } from '../../db/notifications.ts'
import { type Queries, queriesOf } from '../../db/queries.ts'
import { migratedDatabase } from '../setup/database.ts'

// Large enough that reading a whole table is never the cheaper way.
const many = 15_000
const user = '00000000-0000-4000-8000-000000000007'
const activity = '00000000-0000-4000-9000-000000000007'
const before = { micros: String(Date.now() * 1000 - 3_600_000_000), id: activity }

let pool: pg.Pool
let db: Queries

beforeAll(async () => {
  const migrated = await migratedDatabase()
  pool = migrated.pool
  db = queriesOf(pool)
  // Not one of the pool's: those give up after a while, and a slow machine may take longer.
  const client = new pg.Client(migrated.database)
  await client.connect()
  // Foreign keys are not looked at while these are made: that they hold is not what is tested.
  await client.query(`set session_replication_role = replica`)
  await client.query(`
    insert into users (id, sub, handle, display_name)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 's' || n, 'u' || n, 'User' from generate_series(1, 1000) n`)
  await client.query(`
    insert into activities (id, author_id, handle, message, created_at, expires_at, reply_to)
    select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid,
      ('00000000-0000-4000-8000-' || lpad((n % 1000 + 1)::text, 12, '0'))::uuid, 'u', 'word' || (n % 900) || ' text',
      now() - n * interval '1 second', now() + interval '2 days' - n * interval '1 second',
      case when n % 3 = 0 then ('00000000-0000-4000-9000-' || lpad((n / 3)::text, 12, '0'))::uuid end
    from generate_series(1, ${many}) n`)
  await client.query(`
    insert into notifications (user_id, actor_id, kind, activity_id) select author_id, '${user}', 'reply', id from activities`)
  for (const table of ['reposts', 'likes'])
    await client.query(
      `insert into ${table} (activity_id, user_id) select id, author_id from activities where reply_to is null`,
    )
  await client.query(
    `insert into events (xid, name) select (1000 + n % 7000)::text::xid8, 'counts' from generate_series(1, ${many}) n`,
  )
  await client.query('analyze')
  await client.end()
})
afterAll(() => pool.end())

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

const scanned = async (query: RawBuilder<unknown>): Promise<string[]> => {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (format json) ${query}`.execute(db)
  const nodes = nodesOf(rows[0]!['QUERY PLAN'][0].Plan)
  return nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'] ?? '')
}

const page = { limit: 20 }

test.each<[string, RawBuilder<unknown>]>([
  ['the home feed', homeQuery(page)],
  ['an older page of it', homeQuery({ ...page, before })],
  ['the replies to an activity', repliesQuery(activity, page)],
  ['the feed of a user', profileQuery(user, page)],
  ['an older page of it', profileQuery(user, { ...page, before })],
  ['a search', searchQuery('word77', page)],
  ['notifications', notificationsQuery(user, page)],
  ['an older page of them', notificationsQuery(user, { ...page, before })],
  ['a user by handle', sql`select 1 from users where lower(handle) = lower('U77')`],
  [
    'the next to expire',
    sql`select id from activities where expires_at <= now() and reply_to is null order by expires_at limit 500`,
  ],
  ['the likes that go with an activity', sql`delete from likes where activity_id = ${activity}`],
  ['the notifications that go with an activity', sql`delete from notifications where activity_id = ${activity}`],
  [
    'what happened after an event',
    sql`select 1 from events where (xid, id) > ('7000'::xid8, 2) order by xid, id limit 200`,
  ],
])('%s reads no table from end to end', async (_, query) => {
  expect(await scanned(query)).toEqual([])
})

test.each<[string, RawBuilder<unknown>]>([
  ['an older page of the home feed', homeQuery({ ...page, before })],
  ['the replies to an activity', repliesQuery(activity, page)],
  ['what a reader liked', marksQuery(user, [activity])],
])('%s, planned once for all values, reads no table from end to end and does not sort', async (_, query) => {
  const { rows } = await pool.query(`explain (generic_plan) ${query.compile(db).sql}`)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).not.toMatch(/Seq Scan on |Sort/)
})

test('the home feed walks its index and does not sort', async () => {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${homeQuery({ ...page, before })}`.execute(db)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('activities_home')
  expect(plan).not.toContain('Sort')
})
