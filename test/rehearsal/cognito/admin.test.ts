import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { password, startCognito, type TestPool } from './start-cognito.ts'

const Username = 'ada@example.com'

const invite = async (users: Awaited<ReturnType<typeof startCognito>>, { poolId }: TestPool) => {
  const UserAttributes = [
    { Name: 'name', Value: 'Ada' },
    { Name: 'email_verified', Value: 'true' },
  ]
  const { User } = await users.client.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }),
  )
  expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
  return users.codeFor(Username)
}

test('an invited user signs in with the mailed password and has to choose another', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const PASSWORD = await invite(users, pool)
  const begun = await users.client.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD },
    }),
  )
  expect(begun.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
  expect(JSON.parse(begun.ChallengeParameters?.userAttributes ?? '')).toMatchObject({ email: Username, name: 'Ada' })
  const choose = (NEW_PASSWORD: string) =>
    users.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: begun.Session,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD },
      }),
    )
  await expect(choose('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
  expect((await choose(password)).AuthenticationResult?.TokenType).toBe('Bearer')
  await users.signIn(pool, Username)
  await expect(choose('Another-horse-8')).rejects.toMatchObject({ message: 'Invalid session for the user.' })
})

test('a temporary password and a challenge end by themselves', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const PASSWORD = await invite(users, pool)
  const AuthParameters = { USERNAME: Username, PASSWORD }
  const begin = () =>
    users.client.send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    )
  const { Session } = await begin()
  await users.clock.advance(180_000)
  await expect(
    users.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: password },
      }),
    ),
  ).rejects.toMatchObject({ message: 'Invalid session for the user, session is expired.' })
  await users.clock.advance(7 * 86_400_000)
  await expect(begin()).rejects.toMatchObject({
    message: 'Temporary password has expired and must be reset by an administrator.',
  })
})

test('an administrator confirms, sets a password, changes attributes and signs in for a user', async () => {
  await using users = await startCognito()
  const pool = await users.pool({}, { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] })
  await users.signUp(pool, Username)
  const at = { UserPoolId: pool.poolId, Username }
  await users.client.send(new AdminConfirmSignUpCommand(at))
  await users.client.send(new AdminSetUserPasswordCommand({ ...at, Password: 'Another-horse-8', Permanent: true }))
  await users.client.send(
    new AdminUpdateUserAttributesCommand({ ...at, UserAttributes: [{ Name: 'name', Value: 'Countess' }] }),
  )
  const { UserAttributes } = await users.client.send(new AdminGetUserCommand(at))
  expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Countess' })
  const { AuthenticationResult } = await users.client.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: 'Another-horse-8' },
    }),
  )
  const ask = new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken })
  await users.client.send(ask)
  await users.client.send(new AdminUserGlobalSignOutCommand(at))
  await expect(users.client.send(ask)).rejects.toMatchObject({ message: 'Access Token has been revoked' })
  await expect(users.signIn(pool, Username, 'Another-horse-8')).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('after a reset the old password leads nowhere', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, Username)
  await users.client.send(new AdminResetUserPasswordCommand({ UserPoolId: pool.poolId, Username }))
  expect(users.api.mails(Username)[0]?.reason).toBe('CustomMessage_ForgotPassword')
  await expect(users.signIn(pool, Username)).rejects.toMatchObject({ name: 'PasswordResetRequiredException' })
})
