import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { password, startCognito } from './start-cognito.ts'

test('a new user is confirmed by the mailed code, which also proves the address', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const { UserSub, UserConfirmed, CodeDeliveryDetails } = await users.signUp(pool, 'ada@example.com')
  expect(UserConfirmed).toBe(false)
  expect(CodeDeliveryDetails).toEqual({
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'a***@e***',
  })
  const answer = await fetch(`${users.aws.endpoint}/_local/mail?to=ada@example.com`)
  const [mail] = (await answer.json()) as { code: string; body: string }[]
  expect(mail?.body).toBe(`Your confirmation code is ${mail?.code}.`)
  await users.client.send(
    new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: 'ADA@example.com', ConfirmationCode: mail?.code }),
  )
  const user = await users.client.send(
    new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada@example.com' }),
  )
  expect(user).toMatchObject({ Username: UserSub, UserStatus: 'CONFIRMED', Enabled: true })
  expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
})

test('a wrong code is refused, an old one has expired, and a new one replaces it', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.signUp(pool, 'ada@example.com')
  const first = users.codeFor('ada@example.com')
  const confirm = (ConfirmationCode: string) =>
    users.client.send(
      new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: 'ada@example.com', ConfirmationCode }),
    )
  const wrong = first === '000000' ? '111111' : '000000'
  await expect(confirm(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await users.clock.advance(24 * 3_600_000)
  await expect(confirm(first)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  await users.client.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: 'ada@example.com' }))
  await confirm(users.codeFor('ada@example.com'))
  await expect(confirm(first)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User cannot be confirmed. Current status is CONFIRMED',
  })
})

test('the sixteenth code in an hour is not even looked at', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.signUp(pool, 'ada@example.com')
  const right = users.codeFor('ada@example.com')
  const confirm = (ConfirmationCode: string) =>
    users.client.send(
      new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: 'ada@example.com', ConfirmationCode }),
    )
  const wrong = right === '000000' ? '111111' : '000000'
  for (let tried = 0; tried < 15; tried++) {
    await expect(confirm(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  }
  await expect(confirm(right)).rejects.toMatchObject({ name: 'LimitExceededException' })
  await users.clock.advance(3_600_000)
  await confirm(right)
})

test('an address signs up once, in whatever letter case', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.signUp(pool, 'ada@example.com')
  await expect(users.signUp(pool, 'Ada@Example.com')).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'An account with the given email already exists.',
  })
})

test.each([
  ['aB1!', 'Password not long enough'],
  ['abcdefg1!', 'Password must have uppercase characters'],
  ['ABCDEFG1!', 'Password must have lowercase characters'],
  ['Abcdefgh!', 'Password must have numeric characters'],
  ['Abcdefgh1', 'Password must have symbol characters'],
])('the password %s breaks the policy: %s', async (Password, says) => {
  await using users = await startCognito()
  const { clientId } = await users.pool()
  const UserAttributes = [{ Name: 'name', Value: 'Ada' }]
  await expect(
    users.client.send(new SignUpCommand({ ClientId: clientId, Username: 'ada@example.com', Password, UserAttributes })),
  ).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: `Password did not conform with policy: ${says}`,
  })
})

test.each([
  ['a name that is no address', 'ada', [], 'Username should be an email.'],
  ['a required attribute left out', 'ada@example.com', [], 'name: The attribute is required'],
  [
    'an attribute the schema lacks',
    'ada@example.com',
    [{ Name: 'custom:shoe', Value: '41' }],
    'custom:shoe: Attribute does not exist in the schema.',
  ],
])('%s is refused', async (_what, Username, UserAttributes, says) => {
  await using users = await startCognito()
  const { clientId } = await users.pool()
  await expect(
    users.client.send(new SignUpCommand({ ClientId: clientId, Username, Password: password, UserAttributes })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException', message: expect.stringContaining(says) })
})

test('nobody signs up to a pool whose users administrators make', async () => {
  await using users = await startCognito()
  const pool = await users.pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
  await expect(users.signUp(pool, 'ada@example.com')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'SignUp is not permitted for this user pool',
  })
})
