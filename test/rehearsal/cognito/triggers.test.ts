import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { functionsOf } from '#rehearsal/cognito/ports.ts'
import { password, startCognito } from './start-cognito.ts'

type Event = Record<string, unknown> & { readonly triggerSource: string; readonly request: Record<string, unknown> }

const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:hook'
const calling = (...names: string[]): Partial<CreateUserPoolCommandInput> => ({
  LambdaConfig: Object.fromEntries(names.map((name) => [name, arn])),
})

// A function that keeps the events it gets and answers what a test tells it.
const hook = (answer: (event: Event) => unknown = () => ({})) => {
  const events: Event[] = []
  const invoke = async (_arn: string, payload: unknown) => {
    const event = payload as Event
    events.push(event)
    return { payload: { ...event, response: await answer(event) } }
  }
  return { events, invoke }
}

test('post confirmation hears of a sign-up and of a new password, apart by trigger source', async () => {
  const { events, invoke } = hook()
  await using users = await startCognito({ invoke })
  const pool = await users.pool(calling('PostConfirmation'))
  const { UserSub } = await users.confirmed(pool, 'ada@example.com')
  const forgotten = { ClientId: pool.clientId, Username: 'ada@example.com' }
  await users.client.send(new ForgotPasswordCommand(forgotten))
  const ConfirmationCode = users.codeFor('ada@example.com')
  await users.client.send(
    new ConfirmForgotPasswordCommand({
      ...forgotten,
      ConfirmationCode,
      Password: password,
      ClientMetadata: { from: 'test' },
    }),
  )
  const userAttributes = {
    sub: UserSub,
    email: 'ada@example.com',
    email_verified: 'true',
    name: 'Ada',
    'cognito:user_status': 'CONFIRMED',
  }
  expect(events[0]).toEqual({
    version: '1',
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    region: 'eu-west-1',
    userPoolId: pool.poolId,
    userName: UserSub,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: pool.clientId },
    request: { userAttributes },
    response: {},
  })
  expect(events[1]).toMatchObject({
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    request: { userAttributes, clientMetadata: { from: 'test' } },
  })
})

test('pre sign-up can confirm a user at once, or refuse and leave nobody behind', async () => {
  const { invoke } = hook(() => ({ autoConfirmUser: true, autoVerifyEmail: true }))
  await using kind = await startCognito({ invoke })
  const pool = await kind.pool(calling('PreSignUp'))
  expect((await kind.signUp(pool, 'ada@example.com')).UserConfirmed).toBe(true)
  expect(decodeJwt((await kind.signIn(pool, 'ada@example.com')).IdToken)).toMatchObject({ email_verified: true })

  await using strict = await startCognito({
    invoke: async () => ({ functionError: 'Unhandled', payload: { errorMessage: 'not from there' } }),
  })
  const closed = await strict.pool(calling('PreSignUp'))
  await expect(strict.signUp(closed, 'ada@example.com')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error not from there.',
  })
  const nobody = new AdminGetUserCommand({ UserPoolId: closed.poolId, Username: 'ada@example.com' })
  await expect(strict.client.send(nobody)).rejects.toMatchObject({ name: 'UserNotFoundException' })
})

test('pre token generation adds and takes claims of the id token, but not the protected ones', async () => {
  const { events, invoke } = hook(() => ({
    claimsOverrideDetails: {
      claimsToAddOrOverride: { handle: '@ada', sub: 'somebody-else' },
      claimsToSuppress: ['email'],
      groupOverrideDetails: { groupsToOverride: ['guests'] },
    },
  }))
  await using users = await startCognito({ invoke })
  const pool = await users.pool(calling('PreTokenGeneration'))
  const { UserSub } = await users.confirmed(pool, 'ada@example.com')
  const id = decodeJwt((await users.signIn(pool, 'ada@example.com')).IdToken)
  expect(id).toMatchObject({ handle: '@ada', sub: UserSub, 'cognito:groups': ['guests'] })
  expect(id).not.toHaveProperty('email')
  expect(events.map(({ triggerSource }) => triggerSource)).toEqual(['TokenGeneration_Authentication'])
})

test('a function behind JSON text is called in the name of the pool', async () => {
  const calls: unknown[] = []
  const ports = functionsOf({
    invoke: async (functionArn, payload, caller) => {
      calls.push([functionArn, caller])
      return { payload: JSON.stringify({ ...JSON.parse(payload), response: { autoConfirmUser: true } }) }
    },
  })
  await using users = await startCognito(ports)
  const pool = await users.pool(calling('PreSignUp'))
  expect((await users.signUp(pool, 'ada@example.com')).UserConfirmed).toBe(true)
  const sourceArn = `arn:aws:cognito-idp:eu-west-1:111111111111:userpool/${pool.poolId}`
  expect(calls).toEqual([[arn, { service: 'cognito-idp.amazonaws.com', sourceArn, account: '111111111111' }]])
})

test('a custom message replaces the words of a mail', async () => {
  const { events, invoke } = hook(() => ({ emailSubject: 'Welcome', emailMessage: 'Type {####} to come in' }))
  await using users = await startCognito({ invoke })
  const pool = await users.pool(calling('CustomMessage'))
  await users.signUp(pool, 'ada@example.com')
  const [mail] = users.api.mails('ada@example.com')
  expect(mail).toMatchObject({ subject: 'Welcome', body: `Type ${mail?.code} to come in` })
  expect(events[0]).toMatchObject({
    triggerSource: 'CustomMessage_SignUp',
    request: { codeParameter: '{####}', usernameParameter: null },
  })
})

test('a function is called three times for five seconds each, and then given up', async () => {
  let calls = 0
  let called = () => {}
  await using users = await startCognito({
    invoke: () => {
      calls += 1
      called()
      return new Promise(() => {})
    },
  })
  const pool = await users.pool(calling('PreSignUp'))
  const next = () =>
    new Promise<void>((resolve) => {
      called = resolve
    })
  let waiting = next()
  const answer = users.signUp(pool, 'ada@example.com').catch((error: Error) => error.name)
  for (let call = 0; call < 3; call++) {
    await waiting
    waiting = next()
    await users.clock.advance(5000)
  }
  expect(await answer).toBe('UnexpectedLambdaException')
  expect(calls).toBe(3)
})

test.each([
  ['is no event', async () => ({ payload: 'done' }), 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
  [
    'never comes, for there is no function',
    undefined,
    'UnexpectedLambdaException',
    'PostConfirmation invocation failed due to error ResourceNotFoundException.',
  ],
])('an answer that %s is an error, and the user is confirmed all the same', async (_what, invoke, name, message) => {
  await using users = await startCognito(invoke && { invoke })
  const pool = await users.pool(calling('PostConfirmation'))
  await users.signUp(pool, 'ada@example.com')
  const Username = 'ada@example.com'
  await expect(
    users.client.send(
      new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode: users.codeFor(Username) }),
    ),
  ).rejects.toMatchObject({ name, message })
  const { UserStatus } = await users.client.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username }))
  expect(UserStatus).toBe('CONFIRMED')
})
