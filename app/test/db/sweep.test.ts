import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseCursor } from '../../db/cursor.ts'
import { sweep } from '../../db/sweep.ts'
import { type Api, type Someone, startApi } from '../setup/api.ts'

let api: Api
let ann: Someone

beforeAll(async () => {
  api = await startApi()
  ann = await api.someone()
})
beforeEach(() => sql`truncate activities, events cascade`.execute(api.db))
afterAll(() => api.close())

const expire = () =>
  sql`update activities set created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' where message like 'old%'`.execute(
    api.db,
  )
const left = async () =>
  (await sql<{ message: string }>`select message from activities order by message`.execute(api.db)).rows.map(
    ({ message }) => message,
  )

test('what expired goes, with its replies, likes and notifications', async () => {
  const ben = await api.someone()
  await api.store.posting.create(ann, { message: 'fresh' })
  const old = await api.store.posting.create(ann, { message: 'old' })
  if (old.outcome !== 'posted') throw new Error('not posted')
  await api.store.posting.reply(ben, old.activity.id, 'old reply')
  await api.store.reactions.like({ userId: ben.id, activityId: old.activity.id })
  await expire()
  expect(await sweep(api.db)).toEqual({ activities: 1, events: 0, messages: 0 })
  expect(await left()).toEqual(['fresh'])
  expect((await api.store.notifications.page(ann.id, { limit: 10 })).notifications).toEqual([])
})

test('any number of sweeps at once delete everything once', async () => {
  await sql`insert into activities (author_id, message, created_at, expires_at)
    select ${ann.id}::uuid, 'old', now() - interval '2 hours', now() - interval '1 hour' from generate_series(1, 1700)`.execute(
    api.db,
  )
  await sql`insert into activities (author_id, message, reply_to, created_at, expires_at)
    select author_id, 'old reply', id, created_at, expires_at from activities`.execute(api.db)
  const swept = await Promise.all([sweep(api.db), sweep(api.db), sweep(api.db)])
  expect(swept.reduce((sum, { activities }) => sum + activities, 0)).toBe(1700)
  expect(await left()).toEqual([])
})

test('events are kept for an hour', async () => {
  await sql`insert into events (name, created_at) values ('counts', now() - interval '61 minutes'), ('counts', now())`.execute(
    api.db,
  )
  expect((await sweep(api.db)).events).toBe(1)
})

test('what was done about a message is known for longer than the stream and a key can bring it again', async () => {
  await sql`insert into messages_done (id, step, done_at)
    values ('old', 'counted', now() - interval '97 hours'), ('young', 'counted', now() - interval '72 hours')`.execute(
    api.db,
  )
  expect((await sweep(api.db)).messages).toBe(1)
})

test('whoever reads while others sweep sees every post that lives, once', async () => {
  await sql`insert into activities (author_id, message, created_at, expires_at)
    select ${ann.id}::uuid, case when n % 2 = 0 then 'old' else 'new' end, now() - interval '2 hours' - n * interval '1 ms',
      now() + case when n % 2 = 0 then - interval '1 hour' else interval '1 hour' end
    from generate_series(1, 300) n`.execute(api.db)
  const sweeping = sweep(api.db)
  const seen: string[] = []
  let before: ReturnType<typeof parseCursor>
  do {
    const feed = await api.store.feeds.home({ limit: 7, before })
    seen.push(...feed.activities.map(({ id, message }) => `${message} ${id}`))
    before = feed.next === null ? undefined : parseCursor(feed.next)
  } while (before)
  await sweeping
  expect([seen.length, new Set(seen).size]).toEqual([150, 150])
  expect(seen.every((one) => one.startsWith('new'))).toBe(true)
})
