import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Feed, type Metrics, routes, type Trends } from '../../contract.ts'
import { people } from '../../dev/people.ts'
import { seed } from '../../dev/seed.ts'
import { type Api, startApi } from '../setup/api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  await seed(api.db)
})
afterAll(() => api.close())

test('the seed shows everything the page has: posts of all, answers, likes, trends and a month of numbers', async () => {
  const { activities } = (await api.call<Feed>('GET', `${routes.home}?limit=100`)).body
  expect(new Set(activities.map(({ author }) => author.handle))).toEqual(new Set(people.map(({ handle }) => handle)))
  expect(activities).toHaveLength(people.flatMap(({ says }) => says).length)
  for (const count of ['likes', 'replies', 'reposts'] as const)
    expect(activities.some(({ counts }) => counts[count] > 0)).toBe(true)
  expect((await api.call<Trends>('GET', routes.trends)).body.trends.length).toBeGreaterThan(3)
  const { days } = (await api.call<Metrics>('GET', routes.metrics)).body
  expect(days.every(({ activities: many }) => many > 0)).toBe(true)
})

test('what it says was said in the past, and nothing has expired', async () => {
  const { rows } = await api.pool.query(
    'select count(*)::int as odd from activities where created_at > now() or expires_at < now()',
  )
  expect(rows).toEqual([{ odd: 0 }])
})
