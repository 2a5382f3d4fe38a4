import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Activity, type Notifications, pathOf, routes, type Shared } from '../../../contract.ts'
import { type Api, type Someone, startApi } from '../../setup/api.ts'

let api: Api
let ann: Someone
let crowd: Someone[]
let some: Someone[]

beforeAll(async () => {
  api = await startApi()
  ann = await api.someone('ann')
  crowd = await Promise.all(Array.from({ length: 50 }, () => api.someone()))
  some = crowd.slice(0, 12)
})
afterAll(() => api.close())

const post = async (message = 'm') =>
  (await api.call<Activity>('POST', routes.activities, { as: ann, body: { message } })).body
const shown = async (id: string, as?: Someone) =>
  (await api.call<{ activity: Activity }>('GET', pathOf(routes.activity, id), { as })).body.activity
const put = (route: string, id: string, as: Someone) => api.call<Activity>('PUT', pathOf(route, id), { as })
const remove = (route: string, id: string, as: Someone) => api.call<Activity>('DELETE', pathOf(route, id), { as })

test('a like shows to its owner, and taken back it is gone', async () => {
  const { id } = await post()
  const [fan] = crowd as [Someone]
  expect((await put(routes.like, id, fan)).body).toMatchObject({ liked: true, counts: { likes: 1 } })
  expect(await shown(id, fan)).toMatchObject({ liked: true, reposted: false })
  expect(await shown(id)).toMatchObject({ liked: false, counts: { likes: 1 } })
  expect((await remove(routes.like, id, fan)).body).toMatchObject({ liked: false, counts: { likes: 0 } })
})

test('a storm of likes, each sent twice, is one like each', async () => {
  const { id } = await post()
  await Promise.all([...crowd, ...crowd].map((as) => put(routes.like, id, as)))
  expect((await shown(id)).counts.likes).toBe(crowd.length)
})

test('whoever likes and takes it back in a storm, the count is that of the likes there are', async () => {
  const { id } = await post()
  await Promise.all(
    some.flatMap((as) => [
      put(routes.like, id, as),
      remove(routes.like, id, as),
      put(routes.repost, id, as),
      put(routes.like, id, as),
    ]),
  )
  const { rows } = await sql<{ likes: number; reposts: number }>`select
    (select count(*)::int from likes where activity_id = ${id}) as likes,
    (select count(*)::int from reposts where activity_id = ${id}) as reposts`.execute(api.db)
  expect((await shown(id)).counts).toMatchObject(rows[0]!)
  expect(rows[0]!.reposts).toBe(some.length)
})

test('two who answer at the same time are both counted', async () => {
  const { id } = await post()
  const reply = (as: Someone) => api.call('POST', pathOf(routes.replies, id), { as, body: { message: 'me too' } })
  await Promise.all(some.map(reply))
  expect((await shown(id)).counts.replies).toBe(some.length)
})

test('a repost is in the feed of who reposted, and nobody reposts themselves', async () => {
  const { id } = await post('worth it')
  const [fan] = crowd as [Someone]
  await put(routes.repost, id, fan)
  const { body } = await api.call<{ activities: Activity[] }>('GET', pathOf(routes.activitiesOf, fan.handle), {
    as: fan,
  })
  expect(body.activities[0]).toMatchObject({
    id,
    author: { handle: 'ann' },
    reposted: true,
    repostedAt: expect.any(String),
  })
  expect(await put(routes.repost, id, ann)).toMatchObject({ status: 409, body: { code: 'own-activity' } })
})

test('a share gives the path to share, and is counted', async () => {
  const { id } = await post()
  const { body } = await api.call<Shared>('POST', pathOf(routes.share, id))
  expect(body).toMatchObject({ path: `/@ann/status/${id}`, counts: { shares: 1 } })
})

test('the author is told of replies, likes and reposts of others, once each, and never of their own', async () => {
  const [author, fan] = [await api.someone(), await api.someone()]
  const { id } = (await api.call<Activity>('POST', routes.activities, { as: author, body: { message: 'hear me' } }))
    .body
  await put(routes.like, id, author)
  for (const _ of [1, 2]) await put(routes.like, id, fan).then(() => remove(routes.like, id, fan))
  await put(routes.repost, id, fan)
  const reply = await api.call<Activity>('POST', pathOf(routes.replies, id), { as: fan, body: { message: 'heard' } })
  const read = async () => (await api.call<Notifications>('GET', routes.notifications, { as: author })).body
  const { notifications, unread } = await read()
  expect(notifications.map(({ kind, activity }) => [kind, activity?.id])).toEqual([
    ['reply', reply.body.id],
    ['repost', id],
    ['like', id],
  ])
  expect([unread, notifications[0]?.actor.id, notifications[0]?.read]).toEqual([3, fan.id, false])
  await api.call('POST', routes.notificationsRead, { as: author })
  expect((await read()).unread).toBe(0)
})

test('one page after the other, notifications neither repeat nor get lost', async () => {
  const { id } = (await api.call<Activity>('POST', routes.activities, { as: crowd[0], body: { message: 'pages' } }))
    .body
  for (const as of some.slice(1)) await put(routes.like, id, as)
  const actors: string[] = []
  let query = '?limit=3'
  while (query) {
    const { body } = await api.call<Notifications>('GET', `${routes.notifications}${query}`, { as: crowd[0] })
    actors.push(...body.notifications.map(({ actor }) => actor.id))
    query = body.next ? `?limit=3&before=${body.next}` : ''
  }
  expect(actors.toSorted()).toEqual(
    some
      .slice(1)
      .map((one) => one.id)
      .toSorted(),
  )
})
