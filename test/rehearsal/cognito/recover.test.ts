import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { startCognito, type TestPool } from './start-cognito.ts'

const fresh = 'Another-horse-8'

const start = async () => {
  const users = await startCognito()
  const forget = ({ clientId }: TestPool, Username = 'ada@example.com') =>
    users.client.send(new ForgotPasswordCommand({ ClientId: clientId, Username }))
  const recover = ({ clientId }: TestPool, ConfirmationCode: string, Username = 'ada@example.com') =>
    users.client.send(
      new ConfirmForgotPasswordCommand({ ClientId: clientId, Username, ConfirmationCode, Password: fresh }),
    )
  return { users, forget, recover, [Symbol.asyncDispose]: users[Symbol.asyncDispose] }
}

test('a forgotten password is replaced with the mailed code, once', async () => {
  await using started = await start()
  const { users, forget, recover } = started
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  const { CodeDeliveryDetails } = await forget(pool)
  expect(CodeDeliveryDetails?.AttributeName).toBe('email')
  const code = users.codeFor('ada@example.com')
  await recover(pool, code)
  await users.signIn(pool, 'ada@example.com', fresh)
  await expect(users.signIn(pool, 'ada@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(recover(pool, code)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('a code for a new password lasts an hour', async () => {
  await using started = await start()
  const { users, forget, recover } = started
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  await forget(pool)
  await users.clock.advance(3_600_000)
  await expect(recover(pool, users.codeFor('ada@example.com'))).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('five codes an hour are sent, and no sixth', async () => {
  await using started = await start()
  const { users, forget } = started
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  for (let sent = 0; sent < 5; sent++) await forget(pool)
  await expect(forget(pool)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
  })
})

test('an address nobody has proved cannot recover an account', async () => {
  await using started = await start()
  const { users, forget } = started
  const pool = await users.pool()
  await users.signUp(pool, 'ada@example.com')
  await expect(forget(pool)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
  })
})

test('for unknown users codes seem to be sent, unless the client tells', async () => {
  await using started = await start()
  const { users, forget, recover } = started
  const hiding = await users.pool()
  const telling = await users.pool({}, { PreventUserExistenceErrors: 'LEGACY' })
  const Username = 'nobody@example.com'
  expect((await forget(hiding, Username)).CodeDeliveryDetails).toEqual({
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'n***@e***',
  })
  await users.client.send(new ResendConfirmationCodeCommand({ ClientId: hiding.clientId, Username }))
  await expect(recover(hiding, '123456', Username)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  expect(users.api.mails()).toEqual([])
  await expect(forget(telling, Username)).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'Username/client id combination not found.',
  })
})
