import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cognito } from '../../../server/identity/cognito.ts'
import type { Identity } from '../../../server/identity/identity.ts'
import { Refusal } from '../../../server/problem.ts'

type Answer = { readonly status?: number; readonly body: Record<string, unknown> }

/** What the user pool answers, in turn, and what it was asked: its protocol is JSON with the operation in a header. */
const answers: Answer[] = []
const asked: { operation: string; body: Record<string, unknown>; authorization: string | undefined }[] = []

const server = createServer((request, response) => {
  let text = ''
  request
    .on('data', (chunk) => (text += chunk))
    .on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
      asked.push({ operation, body: JSON.parse(text), authorization: request.headers.authorization })
      const { status = 200, body } = answers.shift() ?? { status: 500, body: {} }
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    })
})
let pool: Identity

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  pool = cognito({ poolId: 'eu-west-1_Ab1', clientId: 'client', endpoint })
})
beforeEach(() => {
  answers.length = 0
  asked.length = 0
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A limit is refused more than once: the SDK tries again. */
const refuse = (name: string): void => {
  const times = name === 'LimitExceededException' ? 2 : 1
  for (let left = times; left > 0; left--) answers.push({ status: 400, body: { __type: name, message: 'no' } })
}
const ann = { email: 'ann@cruddur.example', password: 'Posts-expire-7', handle: 'ann', displayName: 'Ann' }
const given = { email: ann.email, code: '123456', password: ann.password }

const calls: Record<string, () => Promise<unknown>> = {
  'sign up': () => pool.signUp(ann),
  confirm: () => pool.confirm(given),
  'sign in': () => pool.signIn(ann),
  reset: () => pool.reset(given),
  resend: () => pool.resend(ann.email),
  refresh: () => pool.refresh('token'),
}

test('a sign-up carries the name and the handle, and no signature', async () => {
  answers.push({ body: { UserConfirmed: false, CodeDeliveryDetails: { Destination: 'a***@c***' } } })
  expect(await pool.signUp(ann)).toEqual({ codeSentTo: 'a***@c***' })
  const attributes = [
    { Name: 'email', Value: ann.email },
    { Name: 'name', Value: 'Ann' },
    { Name: 'preferred_username', Value: 'ann' },
  ]
  expect(asked).toEqual([
    {
      operation: 'SignUp',
      authorization: undefined,
      body: { ClientId: 'client', Username: ann.email, Password: ann.password, UserAttributes: attributes },
    },
  ])
})

test.each([
  ['sign up', 'UsernameExistsException', 409, 'email-taken'],
  ['sign up', 'InvalidPasswordException', 422, 'password-refused'],
  ['confirm', 'CodeMismatchException', 422, 'wrong-code'],
  ['confirm', 'ExpiredCodeException', 422, 'expired-code'],
  ['confirm', 'NotAuthorizedException', 422, 'wrong-code'],
  ['sign in', 'NotAuthorizedException', 401, 'wrong-credentials'],
  ['sign in', 'UserNotFoundException', 401, 'wrong-credentials'],
  ['sign in', 'UserNotConfirmedException', 403, 'not-confirmed'],
  ['reset', 'LimitExceededException', 429, 'too-many-requests'],
  ['reset', 'UserNotFoundException', 422, 'wrong-code'],
  ['resend', 'LimitExceededException', 429, 'too-many-requests'],
  ['sign in', 'ResourceNotFoundException', 503, 'unavailable'],
  ['refresh', 'ResourceNotFoundException', 503, 'unavailable'],
])('%s: %s is refused with %i', async (call, name, status, code) => {
  refuse(name)
  const error = await calls[call]?.().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Refusal)
  expect((error as Refusal).problem).toMatchObject({ status, code })
})

test.each(['UserNotFoundException', 'InvalidParameterException'])(
  'whether there is such a user is not told: %s',
  async (name) => {
    refuse(name)
    await expect(pool.forgot('nobody@cruddur.example')).resolves.toBeUndefined()
  },
)

test.each([
  ['confirm', 'UserLambdaValidationException'],
  ['reset', 'UnexpectedLambdaException'],
])('%s is done when only what follows from it fails: %s', async (call, name) => {
  refuse(name)
  await expect(calls[call]?.()).resolves.toBeUndefined()
})

test('a refresh token that does not count any more gives nothing, a new one replaces the old', async () => {
  refuse('NotAuthorizedException')
  expect(await pool.refresh('old')).toBeUndefined()
  answers.push({ body: { AuthenticationResult: { AccessToken: 'a1' } } })
  expect(await pool.refresh('kept')).toEqual({ accessToken: 'a1', refreshToken: 'kept' })
  answers.push({ body: { AuthenticationResult: { AccessToken: 'a2', RefreshToken: 'rotated' } } })
  expect(await pool.refresh('kept')).toEqual({ accessToken: 'a2', refreshToken: 'rotated' })
})
