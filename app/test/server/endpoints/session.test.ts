import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Problem, routes, type SignedIn, type SignUpDone } from '../../../contract.ts'
import { type Answered, type Api, startApi } from '../../setup/api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

let email: string
let handle: string
let count = 0
beforeEach(() => {
  count++
  email = `someone${count}@cruddur.example`
  handle = `someone${count}`
})

const password = 'Posts-expire-7'
const post = <T>(path: string, body?: unknown, cookie?: string) =>
  api.call<T>('POST', path, { ...(body !== undefined && { body }), headers: { ...(cookie && { Cookie: cookie }) } })
const cookieOf = ({ headers }: Answered<unknown>) => headers.getSetCookie()[0]?.split(';')[0] ?? ''

const account = async (): Promise<Answered<SignedIn>> => {
  await post(routes.signUp, { email, password, handle, displayName: 'Some One' })
  await post(routes.confirm, { email, code: api.mails.get(email) })
  return post<SignedIn>(routes.signIn, { email, password })
}

test('who signs up, confirms and signs in is somebody', async () => {
  const done = await post<SignUpDone>(routes.signUp, { email, password, handle, displayName: 'Some One' })
  expect([done.status, done.body.codeSentTo]).toEqual([201, 's***@***'])
  expect(await post(routes.signIn, { email, password })).toMatchObject({ status: 403, body: { code: 'not-confirmed' } })
  expect(await post(routes.confirm, { email, code: '0000' })).toMatchObject({
    status: 422,
    body: { code: 'wrong-code' },
  })
  expect((await post(routes.confirm, { email, code: api.mails.get(email) })).status).toBe(204)
  const { body } = await post<SignedIn>(routes.signIn, { email, password })
  expect(body.me).toMatchObject({ handle, displayName: 'Some One', unreadNotifications: 0 })
  expect((await api.call('GET', routes.profile, { as: { token: body.accessToken } })).body).toEqual(body.me)
})

test('the refresh token is in a cookie that no script, no other site and no other path gets', async () => {
  const [cookie] = (await account()).headers.getSetCookie()
  expect(cookie).toMatch(/^cruddur_refresh=[^;]+; /)
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/api/session']) expect(cookie).toContain(part)
})

test('the cookie gives a new token, and none when there is none', async () => {
  const cookie = cookieOf(await account())
  const refreshed = await post<SignedIn>(routes.refresh, undefined, cookie)
  expect([refreshed.status, refreshed.body.me.handle]).toEqual([200, handle])
  expect((await post(routes.refresh)).status).toBe(204)
  const stale = await post(routes.refresh, undefined, 'cruddur_refresh=stale')
  expect([stale.status, stale.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining('cruddur_refresh=;')])
  expect((await post(routes.refresh, undefined, 'cruddur_refresh=%E0%A4%A')).status).toBe(204)
})

test('signed out, the cookie gives nothing any more', async () => {
  const cookie = cookieOf(await account())
  expect((await post(routes.signOut, {}, cookie)).status).toBe(204)
  expect((await post(routes.refresh, undefined, cookie)).status).toBe(204)
})

test('signed out everywhere, no cookie of any device gives anything', async () => {
  const one = cookieOf(await account())
  const two = cookieOf(await post(routes.signIn, { email, password }))
  await post(routes.signOut, { everywhere: true }, one)
  expect((await post(routes.refresh, undefined, two)).status).toBe(204)
})

test('a forgotten password is set anew with the code that was mailed', async () => {
  await account()
  expect((await post(routes.forgot, { email })).status).toBe(202)
  await post(routes.reset, { email, code: api.mails.get(email), password: 'Another-one-12' })
  expect((await post<Problem>(routes.signIn, { email, password })).body.code).toBe('wrong-credentials')
  expect((await post(routes.signIn, { email, password: 'Another-one-12' })).status).toBe(200)
})

test('nobody learns who has an account by asking for codes', async () => {
  const answers = await Promise.all(
    [routes.resend, routes.forgot].map((path) => post(path, { email: 'nobody@cruddur.example' })),
  )
  expect(answers.map(({ status }) => status)).toEqual([202, 202])
})

test('a handle that somebody has is refused, in any case', async () => {
  await account()
  const taken = { email: 'else@cruddur.example', password, handle: handle.toUpperCase(), displayName: 'Else' }
  expect(await post(routes.signUp, taken)).toMatchObject({ status: 409, body: { code: 'handle-taken' } })
})

test('every problem of a sign-up is named', async () => {
  const { body } = await post<Problem>(routes.signUp, {
    email: 'no',
    password: 'short',
    handle: 'a b',
    displayName: ' ',
  })
  expect(body.errors?.map(({ path }) => path)).toEqual(['email', 'password', 'handle', 'displayName'])
})

test('two who want the same handle at once both get in, one with a handle of their own', async () => {
  const people = ['a1-', 'b2-'].map((sub) => ({ sub: sub + handle, handle, displayName: 'Twin' }))
  const users = await Promise.all([...people, ...people].map((person) => api.store.users.ensure(person)))
  expect(new Set(users.map(({ id }) => id)).size).toBe(2)
  expect(new Set(users.map((user) => user.handle)).size).toBe(2)
})

describe('without a user pool', () => {
  let without: Api
  beforeAll(async () => {
    without = await startApi({ identity: undefined, tokens: undefined, conversations: undefined })
  })
  afterAll(() => without.close())

  test('signing in says that it is not set up, and everybody can read', async () => {
    const signIn = { body: { email, password } }
    expect(await without.call('POST', routes.signIn, signIn)).toMatchObject({
      status: 503,
      body: { code: 'not-configured' },
    })
    expect((await without.call('GET', routes.home)).status).toBe(200)
    expect(await without.call('GET', routes.home, { as: { token: 'a' } })).toMatchObject({ status: 503 })
    expect((await without.call('POST', routes.refresh)).status).toBe(204)
  })
})
