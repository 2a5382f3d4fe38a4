import { decodeJwt, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Activity, pathOf, routes, type Started } from '../../contract.ts'
import { storeOf } from '../../db/store.ts'
import { startIssuer } from '../../dev/issuer.ts'
import { type Api, type Someone, startApi } from '../setup/api.ts'
import { endpointsFor } from '../setup/conforming.ts'

let api: Api
let ann: Someone
let activity: Activity
let group: string
const bad: Record<string, string> = {}

beforeAll(async () => {
  api = await startApi()
  ann = await api.someone('ann')
  const ben = await api.someone('ben')
  activity = (await api.call<Activity>('POST', routes.activities, { as: ben, body: { message: 'm' } })).body
  const started = { as: ben, body: { handle: 'ann', message: 'm' } }
  group = (await api.call<Started>('POST', routes.conversations, started)).body.group.id
  const other = await startIssuer()
  bad.expired = await api.token(ann.sub, { expiresIn: -1 })
  bad['not yet valid'] = await api.token(ann.sub, { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })
  bad['an id token'] = await api.token(ann.sub, { claims: { token_use: 'id', aud: 'client' } })
  bad['of another client'] = await api.token(ann.sub, { claims: { client_id: 'another' } })
  bad['of another pool'] = await api.token(ann.sub, {
    claims: { iss: 'https://cognito-idp.local.amazonaws.com/other' },
  })
  bad['signed by another'] = await other.token(ann.sub)
  // What Cognito gives as one: an encrypted text of five parts.
  bad['a refresh token'] = ['{"enc":"A256GCM","alg":"RSA-OAEP"}', 'k', 'iv', 'c', 't']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
  bad['signed with a secret where a key is asked for'] = await new SignJWT(decodeJwt(ann.token))
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(Buffer.alloc(32, 'x'))
  bad['of nobody'] = await api.token('')
  bad['that never expires'] = await api.token(ann.sub, { claims: { exp: undefined } })
  bad['no token'] = 'nonsense'
  bad['two words'] = 'a b'
  bad.unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${bad.expired.split('.')[1]}.`
  await other.close()
})
afterAll(() => api.close())

// The list is made without an API: the routes do not depend on what they run on.
const endpoints = endpointsFor({ live: {}, store: storeOf({} as never, () => null) } as never).filter(
  ({ id }) => id !== 'events',
)

const filled = (path: string): string => {
  if (path.includes(':handle')) return pathOf(path, 'ann')
  return pathOf(path, path.startsWith(routes.groups) ? group : activity.id)
}
const bodies: Record<string, unknown> = {
  createActivity: { message: 'm' },
  reply: { message: 'm' },
  updateProfile: { bio: 'b' },
  avatarTicket: { contentType: 'image/png', size: 1 },
  setAvatar: { version: '00000000-0000-4000-8000-000000000000' },
  writeMessage: { message: 'm' },
  startConversation: { handle: 'ben', message: 'm' },
}
const call = (endpoint: (typeof endpoints)[number], headers: Record<string, string>) =>
  api.call(endpoint.method.toUpperCase(), filled(endpoint.path) + (endpoint.id === 'search' ? '?term=m' : ''), {
    headers,
    ...(endpoint.body && { body: bodies[endpoint.id] ?? {} }),
  })

describe.each(endpoints.map((each) => [each.id, each] as const))('%s', (_, endpoint) => {
  test('answers whom it is for, and nobody else', async () => {
    const anonymous = await call(endpoint, {})
    const known = await call(endpoint, { Authorization: `Bearer ${ann.token}` })
    if (endpoint.access === 'user')
      expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    else expect([200, 204, 422]).toContain(anonymous.status)
    const fine = endpoint.id === 'avatarTicket' ? 503 : 299
    if (endpoint.access !== 'page') expect(known.status).toBeLessThanOrEqual(fine)
  })

  test('takes no token that is not valid for it', async () => {
    if (endpoint.access === 'anyone' || endpoint.access === 'page') return
    for (const [name, token] of Object.entries(bad)) {
      const { status } = await call(endpoint, { Authorization: `Bearer ${token}` })
      expect([name, status]).toEqual([name, 401])
    }
  })

  test('works by cookie only for pages of this site', async () => {
    const foreign = await call(endpoint, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' })
    const simple = await call(endpoint, { 'Sec-Fetch-Site': 'cross-site' })
    const listed = await call(endpoint, { Origin: 'https://cruddur.example', 'Sec-Fetch-Site': 'same-site' })
    const isPage = endpoint.access === 'page'
    expect([foreign.status === 403, simple.status === 403, listed.status === 403]).toEqual([isPage, isPage, false])
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://cruddur.example')
  })
})

test('events are streamed to nobody whose token is not valid, and to a page without one', async () => {
  const ask = async (headers: Record<string, string>) => {
    const abort = new AbortController()
    const { status } = await fetch(api.url + routes.events, { headers, signal: abort.signal })
    abort.abort()
    return status
  }
  for (const [name, token] of Object.entries(bad))
    expect([name, await ask({ Authorization: `Bearer ${token}` })]).toEqual([name, 401])
  expect([await ask({}), await ask({ Authorization: 'Basic YTpi' })]).toEqual([200, 401])
})

test('a stranger reads and writes no conversation of others', async () => {
  const eve = await api.someone('eve')
  const asEve = async (method: string, route: string, body?: unknown) =>
    (await api.call(method, pathOf(route, group), { as: eve, ...(body !== undefined && { body }) })).status
  expect(await asEve('GET', routes.group)).toBe(404)
  expect(await asEve('GET', routes.messagesOf)).toBe(404)
  expect(await asEve('POST', routes.messagesOf, { message: 'm' })).toBe(404)
  expect(await asEve('POST', routes.groupRead)).toBe(404)
  expect((await api.call('GET', routes.groups, { as: eve })).body).toEqual({ groups: [], next: null })
})

test('nothing that is answered names who Cognito says one is', async () => {
  for (const endpoint of endpoints.filter(({ method }) => method === 'get')) {
    const { body } = await call(endpoint, { Authorization: `Bearer ${ann.token}` })
    expect(JSON.stringify(body) ?? '').not.toContain(ann.sub)
  }
})
