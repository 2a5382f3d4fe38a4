import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Feed } from '../../contract.ts'
import { parseCursor } from '../../db/cursor.ts'
import { sweep } from '../../db/sweep.ts'
import { type Api, type Someone, startApi } from '../setup/api.ts'

let api: Api
let ann: Someone
let ben: Someone

beforeAll(async () => {
  api = await startApi()
  ann = await api.someone()
  ben = await api.someone()
})
beforeEach(() => sql`truncate activities cascade`.execute(api.db))
afterAll(() => api.close())

type Page = { limit: number; before?: ReturnType<typeof parseCursor> }

/** Reads all pages; `between` happens between two of them. */
async function readAll(
  read: (page: Page) => Promise<Feed>,
  limit: number,
  between: () => Promise<unknown> = async () => {},
) {
  const ids: string[] = []
  let next: string | null | undefined
  while (next !== null) {
    const feed = await read(next === undefined ? { limit } : { limit, before: parseCursor(next) })
    ids.push(...feed.activities.map(({ id }) => id))
    next = feed.next
    if (next) await between()
  }
  return ids
}

/** Activities at the given seconds, many of them the same, so that only the id parts them. */
const insert = async (seconds: readonly number[], author = ann) => {
  const { rows } = await sql<{ id: string }>`
    insert into activities (author_id, handle, message, created_at, expires_at)
    select ${author.id}::uuid, 'x', 'm', timestamptz '2026-01-01' + s * interval '1 second' + interval '123 microseconds', now() + interval '1 day'
    from unnest(${seconds}::int[]) s returning id`.execute(api.db)
  return rows.map(({ id }) => id)
}

const seconds = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 })
const limit = fc.integer({ min: 1, max: 7 })

test('every activity is on exactly one page, while others post, like and expire', async () => {
  await fc.assert(
    fc.asyncProperty(seconds, limit, async (given, size) => {
      await sql`truncate activities cascade`.execute(api.db)
      const ids = await insert(given)
      const read = await readAll(api.store.feeds.home, size, () =>
        Promise.all([
          api.store.posting.create(ben, { message: 'meanwhile' }),
          ids[0] && api.store.reactions.like({ userId: ben.id, activityId: ids[0] }),
        ]),
      )
      expect(new Set(read).size).toBe(read.length)
      expect(ids.filter((id) => !read.includes(id))).toEqual([])
    }),
    { numRuns: 25 },
  )
})

test("a user's feed holds each of their posts and reposts once, by when they did it", async () => {
  await fc.assert(
    fc.asyncProperty(seconds, seconds, limit, async (own, others, size) => {
      await sql`truncate activities cascade`.execute(api.db)
      const ids = await insert(own)
      const reposted = await insert(others, ben)
      for (const [at, activityId] of reposted.entries()) {
        await api.store.reactions.repost({ userId: ann.id, activityId })
        await sql`update reposts set created_at = timestamptz '2026-01-01' + ${at % 4}::int * interval '1 second'
          where activity_id = ${activityId}`.execute(api.db)
      }
      const read = await readAll((page) => api.store.feeds.profile(ann.id, page), size)
      expect(read.toSorted()).toEqual([...ids, ...reposted].toSorted())
    }),
    { numRuns: 20 },
  )
})

test('replies, a search and a profile give each activity once too, while others write, answer, repost and sweep', async () => {
  await fc.assert(
    fc.asyncProperty(seconds, limit, async (given, size) => {
      await sql`truncate activities cascade`.execute(api.db)
      const [parent = ''] = await insert([0], ben)
      const ids = await insert(given)
      await sql`update activities set reply_to = ${parent}::uuid where author_id = ${ann.id}::uuid`.execute(api.db)
      const meanwhile = () =>
        Promise.all([
          api.store.posting.reply(ben, parent, 'm too'),
          api.store.posting.create(ben, { message: 'm' }),
          api.store.reactions.repost({ userId: ben.id, activityId: ids[0] ?? parent }),
          sweep(api.db),
        ])
      const replies = await readAll((page) => api.store.feeds.replies(parent, page), size, meanwhile)
      const found = await readAll((page) => api.store.feeds.search('m', page), size, meanwhile)
      const profile = await readAll((page) => api.store.feeds.profile(ben.id, page), size, meanwhile)
      for (const read of [replies, found, profile]) expect(new Set(read).size).toBe(read.length)
      expect(ids.filter((id) => !replies.includes(id) || !found.includes(id))).toEqual([])
      expect(profile).toContain(parent)
    }),
    { numRuns: 6 },
  )
})

test('a page may begin at a post that has expired or gone since', async () => {
  const ids = (await insert([1, 2, 3, 4])).toReversed()
  const first = await api.store.feeds.home({ limit: 2 })
  await sql`delete from activities where id = ${ids[1]}`.execute(api.db)
  const before = parseCursor(first.next ?? '')
  expect((await api.store.feeds.home({ limit: 2, before })).activities.map(({ id }) => id)).toEqual(ids.slice(2))
})

test('what has expired is on no page', async () => {
  const [gone] = await insert([1, 2])
  await sql`update activities set created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' where id = ${gone}`.execute(
    api.db,
  )
  const read = await readAll(api.store.feeds.home, 1)
  expect(read).toHaveLength(1)
  expect(read).not.toContain(gone)
})
