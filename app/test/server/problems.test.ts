import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { http, limits, type Problem, routes } from '../../contract.ts'
import { createPool } from '../../db/pool.ts'
import { queriesOf } from '../../db/queries.ts'
import { storeOf } from '../../db/store.ts'
import { freePort } from '../../dev/free-port.ts'
import { localConversations } from '../../dev/local-conversations.ts'
import { type Api, type Someone, startApi } from '../setup/api.ts'
import { silent } from '../setup/database.ts'

let api: Api
let ann: Someone
beforeAll(async () => {
  api = await startApi()
  ann = await api.someone()
})
afterAll(() => api.close())

const post = (body: unknown, headers: Record<string, string> = {}) =>
  api.call<Problem>('POST', routes.activities, { as: ann, body, headers })

describe('what cannot be used is refused with every reason', () => {
  test.each([
    ['{}', 'message', 'is missing; send the message as text'],
    ['[]', '', 'must be a JSON object with "message"'],
    ['null', '', 'must be a JSON object with "message"'],
    ['{"message":" "}', 'message', 'must not be blank'],
    ['{"message":"\\u200b\\u3164 \\u2060"}', 'message', 'must not be blank'],
    ['{"message":"\\ud83d"}', 'message', 'must not contain half of a character (a lone surrogate)'],
    [JSON.stringify({ message: 'x'.repeat(281) }), 'message', 'must be at most 280 characters, not 281'],
    ['{"message":"a\\u0000b"}', 'message', 'must not contain the character U+0000'],
    ['{"message":"m","ttl":"forever"}', 'ttl', expect.stringMatching(/^must be one of 1-hour/)],
  ])('%s', async (body, path, message) => {
    const answer = await post(body)
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid', errors: [{ path, message }] })
  })

  test.each([
    ['limit=0&before=x', ['limit', 'before']],
    ['limit=101', ['limit']],
    ['limit=many', ['limit']],
    ['before=a&before=b', ['before']],
  ])('the query %s', async (query, paths) => {
    const { errors } = await api.refused('GET', `${routes.home}?${query}`)
    expect(errors?.map(({ path }) => path)).toEqual(paths)
  })

  test.each(['', '?term=', '?term=%20', '?term=!!!', `?term=${'x'.repeat(101)}`])('the search "%s"', async (query) => {
    expect((await api.refused('GET', routes.search + query)).errors?.[0]?.path).toBe('term')
  })

  test('a key and a body at once', async () => {
    const { body } = await post('{}', { 'Idempotency-Key': 'a b' })
    expect(body.errors?.map(({ path }) => path)).toEqual(['Idempotency-Key', 'message'])
  })
})

test.each([
  ['malformed JSON', 400, () => post('{"message":')],
  ['a body over the limit', 413, () => post(`"${'x'.repeat(limits.body)}"`)],
  ['a body that is not JSON', 422, () => post('message=a', { 'Content-Type': 'application/x-www-form-urlencoded' })],
  ['a charset nobody speaks', 415, () => post('{}', { 'Content-Type': 'application/json; charset=ebcdic' })],
  ['an unknown path', 404, () => api.call('GET', '/api/nothing')],
  ['a path that cannot be decoded', 404, () => api.call('GET', '/api/%ff')],
])('%s is refused with %i', async (_, status, request) => {
  const answer = await request()
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ status, title: expect.any(String) })
})

test('a failure inside is told to the log, not to the client', async () => {
  const { store } = api.deps
  const feeds = { ...store.feeds, home: () => Promise.reject(new Error('relation "activities" does not exist')) }
  const broken = await startApi({ store: { ...store, feeds } })
  const response = await fetch(broken.url + routes.home)
  const text = await response.text()
  await broken.close()
  expect(response.status).toBe(500)
  expect(text).not.toContain('relation')
  expect(text).not.toContain('at ')
})

test('a database that is away is a reason to try again, not a failure', async () => {
  const away = createPool({ ...inject('postgres'), port: await freePort() }, { log: silent })
  const store = storeOf(queriesOf(away), () => null)
  const broken = await startApi({ store })
  const { status, headers } = await broken.call('GET', routes.home)
  await broken.close()
  await away.end()
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
})

test('what others are in the way of can be tried again', async () => {
  const reasons = [
    { name: 'ThrottlingException' },
    { name: 'TimeoutError' },
    { name: 'TransactionCanceledException' },
    { code: '40P01' },
    { code: '57014' },
  ]
  const left = [...reasons]
  const groups = () => Promise.reject(Object.assign(new Error('no'), left.shift()))
  const busy = await startApi({ conversations: { ...localConversations(), groups } })
  const as = await busy.someone()
  for (const reason of reasons) {
    const { status, headers } = await busy.call('GET', routes.groups, { as })
    expect([reason, status, headers.get('retry-after')]).toEqual([reason, 503, '5'])
  }
  await busy.close()
})

test('a body that is far too large is refused before it is read, packed or in pieces', async () => {
  const send = async (body: string | Buffer | ReadableStream, headers: Record<string, string> = {}) => {
    const sent = { method: 'POST', body, duplex: 'half', headers: { ...headers, 'Content-Type': 'application/json' } }
    return (await fetch(api.url + routes.signIn, sent as RequestInit)).status
  }
  const pieces = new ReadableStream({
    start(controller) {
      for (let at = 0; at < 100; at++) controller.enqueue(Buffer.alloc(10_000, ' '))
      controller.close()
    },
  })
  expect(await send('x'.repeat(20_000_000))).toBe(413)
  expect(await send(pieces)).toBe(413)
  expect(await send(gzipSync(Buffer.alloc(50_000_000, ' ')), { 'Content-Encoding': 'gzip' })).toBe(413)
})

test('who calls too often is told to wait, others are not', async () => {
  const limited = await startApi({ rateFactor: 0.05 })
  const [one, two] = [await limited.someone(), await limited.someone()]
  const call = async (as: Someone) => limited.call('POST', routes.notificationsRead, { as })
  const answers = []
  for (let at = 0; at < 7; at++) answers.push(await call(one))
  const other = await call(two)
  await limited.close()
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204, 204, 429])
  expect(answers.at(-1)?.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(other.status).toBe(204)
})

test('visitors behind a distribution and a load balancer are told apart, whatever they say about themselves', async () => {
  const limited = await startApi({ rateFactor: 0.05, proxies: 2 })
  const call = async (forwarded: string) => {
    const sent = { body: { email: 'a@b.example', password: 'p' }, headers: { 'X-Forwarded-For': forwarded } }
    return (await limited.call('POST', routes.signIn, sent)).status
  }
  const statuses = []
  for (const said of ['', '', '198.51.100.9, ']) statuses.push(await call(`${said}203.0.113.1, 70.132.0.1`))
  expect([...statuses, await call('203.0.113.2, 70.132.0.1')]).toEqual([401, 401, 429, 401])
  await limited.close()
})

test('answers are not cached, name no framework, run nothing, and carry an id', async () => {
  const { headers } = await api.call('GET', http.health, { headers: { 'X-Amzn-Trace-Id': 'Root=1-abc' } })
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain(`default-src 'none'`)
  expect(headers.get('x-request-id')).toBe('Root=1-abc')
})

test('a page of a listed origin may ask before it calls, one of another may not', async () => {
  const ask = (Origin: string) =>
    fetch(api.url + routes.activities, {
      method: 'OPTIONS',
      headers: { Origin, 'Access-Control-Request-Method': 'POST' },
    })
  const [listed, other] = [await ask('https://cruddur.example'), await ask('https://evil.example')]
  expect(listed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
  expect(listed.headers.get('vary')).toBe('Origin')
  expect([other.headers.get('access-control-allow-origin'), other.headers.get('access-control-allow-methods')]).toEqual(
    [null, null],
  )
})
