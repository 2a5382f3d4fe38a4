import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Feed, http, limits, type Problem, routes } from '../../contract.ts'
import { activitiesOf } from '../../db/activities.ts'
import { probeOf } from '../../db/probe.ts'
import { createApp } from '../../server/create-app.ts'
import { migratedDatabase, silent } from '../setup/database.ts'
import { served } from '../setup/served.ts'

let pool: pg.Pool
let api: Awaited<ReturnType<typeof served>>

beforeAll(async () => {
  pool = (await migratedDatabase()).pool
  api = await served(
    createApp({ release: 'abc123', probe: probeOf(pool), activities: activitiesOf(pool), log: silent }),
  )
})
beforeEach(async () => {
  await pool.query('truncate activities')
})
afterAll(async () => {
  await api.close()
  await pool.end()
})

const get = (path: string) => fetch(api.url + path)
const post = (body: string, headers: Record<string, string> = { 'Content-Type': 'application/json' }) =>
  fetch(api.url + routes.activities, { method: 'POST', headers, body })
const feedOf = async (response: Response) => (await response.json()) as Feed
const errorsOf = async (response: Response) => ((await response.json()) as Problem).errors
const say = (message: string, handle = 'andrew') => post(JSON.stringify({ handle, message }))

test('what is posted is the first of the feed', async () => {
  await say('first')
  const response = await say('  second ')
  expect(response.status).toBe(201)
  const created = await response.json()
  expect(created).toMatchObject({ handle: 'andrew', message: 'second' })
  const feed = await feedOf(await get(routes.home))
  expect(feed.activities).toEqual([created, expect.objectContaining({ message: 'first' })])
  expect(feed.next).toBeNull()
})

test('next leads to the older activities', async () => {
  for (const message of ['1', '2', '3']) await say(message)
  const newest = await feedOf(await get(`${routes.home}?limit=2`))
  const older = await feedOf(await get(`${routes.home}?limit=2&before=${newest.next}`))
  expect(newest.activities.map(({ message }) => message)).toEqual(['3', '2'])
  expect(older.activities.map(({ message }) => message)).toEqual(['1'])
})

test('a message of the largest size is kept whole, emoji counted as one', async () => {
  const message = '🐈'.repeat(limits.message)
  const response = await say(message)
  expect(response.status).toBe(201)
  expect(await response.json()).toHaveProperty('message', message)
})

describe('what cannot be used is refused with every reason', () => {
  test.each([
    [
      '{}',
      [
        ['handle', 'is missing; send your handle as text'],
        ['message', 'is missing; send the message as text'],
      ],
    ],
    ['[]', [['', 'must be a JSON object with "handle" and "message"']]],
    [
      '{"handle":"a b","message":" "}',
      [
        ['handle', 'must be 1 to 30 letters, digits or underscores'],
        ['message', 'must not be blank'],
      ],
    ],
    [
      JSON.stringify({ handle: 'a', message: 'x'.repeat(281) }),
      [['message', 'must be at most 280 characters, not 281']],
    ],
    ['{"handle":"a","message":"\\u0000"}', [['message', 'must not contain the character U+0000']]],
  ])('%s', async (body, errors) => {
    const response = await post(body)
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await errorsOf(response)).toEqual(errors.map(([path, message]) => ({ path, message })))
  })

  test('a ttl nobody offers', async () => {
    const response = await post('{"handle":"a","message":"m","ttl":"forever"}')
    expect(await errorsOf(response)).toEqual([
      { path: 'ttl', message: expect.stringMatching(/^must be one of 1-hour/) },
    ])
  })

  test.each([
    ['limit=0&before=x', ['limit', 'before']],
    ['limit=101', ['limit']],
    ['limit=many', ['limit']],
    ['before=a&before=b', ['before']],
  ])('the query %s', async (query, paths) => {
    const response = await get(`${routes.home}?${query}`)
    expect(response.status).toBe(422)
    expect((await errorsOf(response))?.map(({ path }) => path)).toEqual(paths)
  })
})

test.each([
  ['malformed JSON', 400, () => post('{"handle":')],
  ['a body over the limit', 413, () => post(`"${'x'.repeat(limits.body)}"`)],
  ['a body that is not JSON', 422, () => post('handle=a', { 'Content-Type': 'application/x-www-form-urlencoded' })],
  ['a charset nobody speaks', 415, () => post('{}', { 'Content-Type': 'application/json; charset=ebcdic' })],
  ['an unknown path', 404, () => get('/api/nothing')],
  ['a path that cannot be decoded', 404, () => get('/api/%ff')],
])('%s is refused with %i', async (_, status, request) => {
  const response = await request()
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ status, title: expect.any(String) })
})

test('a failure inside is told to the log, not to the client', async () => {
  const activities = {
    home: () => Promise.reject(new Error('relation "activities" does not exist')),
    create: () => Promise.reject(),
  }
  const broken = await served(createApp({ release: 'r', probe: async () => {}, activities, log: silent }))
  const response = await fetch(broken.url + routes.home)
  const text = await response.text()
  await broken.close()
  expect(response.status).toBe(500)
  expect(text).not.toContain('relation')
  expect(text).not.toContain('at ')
})

test('answers are not cached, name no framework, and carry an id', async () => {
  const { headers } = await fetch(api.url + http.health, { headers: { 'X-Amzn-Trace-Id': 'Root=1-abc' } })
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-request-id')).toBe('Root=1-abc')
})
