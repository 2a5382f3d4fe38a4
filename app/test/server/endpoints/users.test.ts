import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Activity,
  type Me,
  type Metrics,
  type Profile,
  pathOf,
  routes,
  type Trends,
  type Users,
} from '../../../contract.ts'
import { type Api, startApi } from '../../setup/api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const say = (as: { token: string }, message: string) =>
  api.call<Activity>('POST', routes.activities, { as, body: { message } })

test('a profile is found by its handle in any case, and counts what is there', async () => {
  const ann = await api.someone('Profiled')
  await say(ann, 'm')
  const { body } = await api.call<Profile>('GET', pathOf(routes.profileOf, 'pROFILED'))
  expect(body).toMatchObject({ handle: 'Profiled', bio: '', activitiesCount: 1, avatarUrl: null })
  expect((await api.call('GET', pathOf(routes.shortUser, 'profiled'))).body).toEqual({
    id: ann.id,
    handle: 'Profiled',
    displayName: 'Profiled',
    avatarUrl: null,
  })
})

test('a handle that nobody has is the handle of nobody', async () => {
  for (const route of [routes.profileOf, routes.activitiesOf, routes.shortUser])
    expect((await api.call('GET', pathOf(route, 'nobody_here'))).status).toBe(404)
})

test('what is changed of a profile is seen at once, what is left out stays', async () => {
  const ann = await api.someone()
  await api.call('PATCH', routes.profile, { as: ann, body: { displayName: 'New Name', bio: 'Short.' } })
  const { body } = await api.call<Me>('PATCH', routes.profile, { as: ann, body: { bio: '' } })
  expect(body).toMatchObject({ displayName: 'New Name', bio: '' })
  expect((await say(ann, 'm')).body.author.displayName).toBe('New Name')
})

test('every problem of a profile is named', async () => {
  const ann = await api.someone()
  const body = { displayName: 'x'.repeat(61), bio: 'y'.repeat(281) }
  expect((await api.refused('PATCH', routes.profile, { as: ann, body })).errors).toEqual([
    { path: 'displayName', message: 'must be at most 60 characters, not 61' },
    { path: 'bio', message: 'must be at most 280 characters, not 281' },
  ])
})

test('an avatar gets another address with each version', async () => {
  const ann = await api.someone()
  const version = randomUUID()
  const { body } = await api.call<Me>('PUT', routes.avatar, { as: ann, body: { version } })
  expect(body.avatarUrl).toBe(`/avatars/${ann.id}/${version}.webp`)
  expect((await say(ann, 'm')).body.author.avatarUrl).toBe(body.avatarUrl)
})

test('a ticket is for a file of this type and size, and not for a larger one', async () => {
  const asked: unknown[] = []
  const avatars = {
    async ticket(avatar: unknown) {
      asked.push(avatar)
      return { url: 'https://uploads.example/', fields: { key: 'k' }, expiresAt: new Date().toISOString() }
    },
  }
  const uploading = await startApi({ avatars })
  const ann = await uploading.someone()
  const { status } = await uploading.call('POST', routes.avatarTicket, {
    as: ann,
    body: { contentType: 'image/png', size: 5 },
  })
  const large = { contentType: 'image/svg+xml', size: 6 * 1024 * 1024 }
  const refused = await uploading.refused('POST', routes.avatarTicket, { as: ann, body: large })
  await uploading.close()
  expect(status).toBe(201)
  expect(asked).toEqual([{ contentType: 'image/png', size: 5, userId: ann.id, version: expect.any(String) }])
  expect(refused.errors?.map(({ path }) => path)).toEqual(['contentType', 'size'])
})

test('who signs in for the first time is a user, even if the user pool told nobody', async () => {
  const token = await api.token(randomUUID())
  expect((await api.call<Me>('GET', routes.profile, { as: { token } })).body).toMatchObject({ handle: 'user' })
})

test('what many people write about is a trend, what one repeats is not; a tag replaces its word', async () => {
  const [ann, ben] = [await api.someone(), await api.someone()]
  for (const as of [ann, ben]) await say(as, 'Have you seen the #Zeppelin? A zeppelin, really, above the harbour')
  for (const _ of [1, 2, 3]) await say(ann, 'pineapples pineapples')
  const terms = (await api.call<Trends>('GET', routes.trends)).body.trends.map(({ term }) => term)
  expect(terms).toContain('#zeppelin')
  expect(terms).toContain('harbour')
  expect(terms).not.toContain('zeppelin')
  expect(terms).not.toContain('pineapples')
  expect(terms).not.toContain('have')
})

test('suggested are those who were heard, never oneself', async () => {
  const [ann, ben] = [await api.someone(), await api.someone()]
  const { body } = await say(ben, 'listen')
  await api.call('PUT', pathOf(routes.like, body.id), { as: ann })
  const suggested = async (as?: typeof ann) => (await api.call<Users>('GET', routes.suggestedUsers, { as })).body.users
  expect((await suggested(ben)).map(({ id }) => id)).not.toContain(ben.id)
  expect((await suggested()).length).toBeGreaterThan(0)
})

test('what happens today is in the numbers of today, and every day is there', async () => {
  const ann = await api.someone()
  const before = (await api.call<Metrics>('GET', `${routes.metrics}?days=7`)).body
  await say(ann, 'counted')
  await say(ann, 'counted')
  const { body } = await api.call<Metrics>('GET', `${routes.metrics}?days=8`)
  expect(body.days).toHaveLength(8)
  expect(body.sums.activities - before.sums.activities).toBe(2)
  expect(body.days[0]).toMatchObject({ activities: body.sums.activities, total: body.sums.activities })
  expect(body.days[0]?.averageActivities).toBeCloseTo(body.sums.activities / 7, 1)
})
