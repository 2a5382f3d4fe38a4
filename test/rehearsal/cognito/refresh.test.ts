import {
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { startCognito } from './start-cognito.ts'

const refresh = (client: CognitoIdentityProviderClient, ClientId: string, REFRESH_TOKEN: string) =>
  client.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }))

test('a refresh token gives new tokens of the same sign-in until it expires', async () => {
  await using users = await startCognito()
  const pool = await users.pool({}, { RefreshTokenValidity: 2 })
  await users.confirmed(pool, 'ada@example.com')
  const { AccessToken, RefreshToken } = await users.signIn(pool, 'ada@example.com')
  await users.clock.advance(3_600_000)
  const { AuthenticationResult } = await refresh(users.client, pool.clientId, RefreshToken)
  expect(AuthenticationResult?.RefreshToken).toBeUndefined()
  const [before, after] = [AccessToken, AuthenticationResult?.AccessToken ?? ''].map((token) => decodeJwt(token))
  expect(after).toMatchObject({ origin_jti: before?.origin_jti, auth_time: before?.auth_time })
  expect(after?.jti).not.toBe(before?.jti)
  await users.clock.advance(2 * 86_400_000 - 3_600_000)
  await expect(refresh(users.client, pool.clientId, RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has expired',
  })
})

test('a refresh token is of its own client only', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const other = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  const { RefreshToken } = await users.signIn(pool, 'ada@example.com')
  await expect(refresh(users.client, other.clientId, RefreshToken)).rejects.toMatchObject({
    message: 'Invalid Refresh Token',
  })
})

test('a rotated token works for its grace period, and its successor ends when it would have', async () => {
  await using users = await startCognito()
  const { pool: make, clock, client } = users
  const pool = await make(
    {},
    {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      RefreshTokenValidity: 1,
    },
  )
  await users.confirmed(pool, 'ada@example.com')
  const { RefreshToken: first } = await users.signIn(pool, 'ada@example.com')
  const rotate = async (RefreshToken: string) => {
    const command = new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken })
    return (await client.send(command)).AuthenticationResult?.RefreshToken ?? ''
  }
  const second = await rotate(first)
  expect(second).not.toBe(first)
  await clock.advance(9_999)
  await rotate(first)
  await clock.advance(1)
  await expect(rotate(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' })
  await rotate(second)
  await clock.advance(86_400_000)
  await expect(rotate(second)).rejects.toMatchObject({ message: 'Refresh Token has expired' })
})

test('a client cannot have both rotation and the refresh flow', async () => {
  await using users = await startCognito()
  await expect(users.pool({}, { RefreshTokenRotation: { Feature: 'ENABLED' } })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('revoking one sign-in leaves the other, signing out everywhere leaves none', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  const phone = await users.signIn(pool, 'ada@example.com')
  const laptop = await users.signIn(pool, 'ada@example.com')
  const ask = (AccessToken: string) => users.client.send(new GetUserCommand({ AccessToken }))
  const revoked = { name: 'NotAuthorizedException', message: 'Access Token has been revoked' }
  await users.client.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: phone.RefreshToken }))
  await expect(ask(phone.AccessToken)).rejects.toMatchObject(revoked)
  await ask(laptop.AccessToken)
  await users.client.send(new GlobalSignOutCommand({ AccessToken: laptop.AccessToken }))
  await expect(ask(laptop.AccessToken)).rejects.toMatchObject(revoked)
  await expect(refresh(users.client, pool.clientId, laptop.RefreshToken)).rejects.toMatchObject({
    message: 'Refresh Token has been revoked',
  })
  await ask((await users.signIn(pool, 'ada@example.com')).AccessToken)
})
