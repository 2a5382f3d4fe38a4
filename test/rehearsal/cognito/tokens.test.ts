import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { startCognito, type TestPool } from './start-cognito.ts'

// The verifier asks for the keys at `iss`; the fetcher takes that path to the local endpoint.
const verifierOf = (endpoint: string, pool: TestPool, tokenUse: 'access' | 'id') =>
  CognitoJwtVerifier.create(
    { userPoolId: pool.poolId, tokenUse, clientId: pool.clientId },
    {
      jwksCache: new SimpleJwksCache({
        fetcher: {
          fetch: async (uri) => (await fetch(new URL(new URL(uri).pathname, endpoint))).arrayBuffer(),
        },
      }),
    },
  )

test('aws-jwt-verify accepts both tokens, each for its own use only', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const { UserSub } = await users.confirmed(pool, 'ada@example.com')
  const { AccessToken, IdToken } = await users.signIn(pool, 'ada@example.com')
  // It reads the machine's clock; these tokens are of the fake one, and the next test expires them by it.
  const lenient = { graceSeconds: 10 ** 9 }
  const access = verifierOf(users.aws.endpoint, pool, 'access')
  const id = verifierOf(users.aws.endpoint, pool, 'id')
  expect(await access.verify(AccessToken, lenient)).toMatchObject({ sub: UserSub, token_use: 'access' })
  expect(await id.verify(IdToken, lenient)).toMatchObject({ sub: UserSub, aud: pool.clientId })
  await expect(access.verify(IdToken, lenient)).rejects.toThrow('Token use not allowed')
  await expect(access.verify(`${AccessToken.slice(0, -4)}AAAA`, lenient)).rejects.toThrow('Invalid signature')
  const [one, other] = [AccessToken, IdToken].map((token) => decodeProtectedHeader(token).kid)
  expect(one).not.toBe(other)
})

test('the tokens carry the documented claims', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const { UserSub } = await users.confirmed(pool, 'ada@example.com')
  const { AccessToken, IdToken } = await users.signIn(pool, 'ada@example.com')
  const now = users.clock.now().getTime() / 1000
  const shared = {
    sub: UserSub,
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${pool.poolId}`,
    origin_jti: expect.any(String),
    event_id: expect.any(String),
    jti: expect.any(String),
    auth_time: now,
    iat: now,
    exp: now + 3600,
  }
  const access = decodeJwt(AccessToken)
  expect(access).toEqual({
    ...shared,
    client_id: pool.clientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: UserSub,
  })
  const id = decodeJwt(IdToken)
  expect(id).toEqual({
    ...shared,
    aud: pool.clientId,
    token_use: 'id',
    'cognito:username': UserSub,
    email: 'ada@example.com',
    email_verified: true,
    name: 'Ada',
  })
  expect([id.origin_jti, id.event_id]).toEqual([access.origin_jti, access.event_id])
})

test('groups are claims, the most important first', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  const at = { UserPoolId: pool.poolId }
  for (const [GroupName, Precedence] of [
    ['readers', 20],
    ['editors', 10],
  ] as const) {
    const RoleArn = `arn:aws:iam::111111111111:role/${GroupName}`
    await users.client.send(new CreateGroupCommand({ ...at, GroupName, Precedence, RoleArn }))
    await users.client.send(new AdminAddUserToGroupCommand({ ...at, GroupName, Username: 'ada@example.com' }))
  }
  const { AccessToken, IdToken } = await users.signIn(pool, 'ada@example.com')
  expect(decodeJwt(AccessToken)['cognito:groups']).toEqual(['editors', 'readers'])
  expect(decodeJwt(IdToken)).toMatchObject({
    'cognito:groups': ['editors', 'readers'],
    'cognito:preferred_role': 'arn:aws:iam::111111111111:role/editors',
  })
})

test('an access token ends when its client says, and a forged one never begins', async () => {
  await using users = await startCognito()
  const pool = await users.pool({}, { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } })
  await users.confirmed(pool, 'ada@example.com')
  const { AccessToken, ExpiresIn } = await users.signIn(pool, 'ada@example.com')
  expect(ExpiresIn).toBe(300)
  const ask = (token: string) => users.client.send(new GetUserCommand({ AccessToken: token }))
  expect((await ask(AccessToken)).UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada' })
  await expect(ask(`${AccessToken.slice(0, -4)}AAAA`)).rejects.toMatchObject({ message: 'Invalid Access Token' })
  await users.clock.advance(300_000)
  await expect(ask(AccessToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has expired',
  })
})

test('discovery names the issuer of AWS and the keys of this endpoint', async () => {
  await using users = await startCognito()
  const { poolId } = await users.pool()
  const answer = await fetch(`${users.aws.endpoint}/${poolId}/.well-known/openid-configuration`)
  const { issuer, jwks_uri } = (await answer.json()) as { issuer: string; jwks_uri: string }
  expect(issuer).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${poolId}`)
  expect(await (await fetch(jwks_uri)).json()).toEqual(await users.api.jwks(poolId))
  expect((await fetch(`${users.aws.endpoint}/eu-west-1_none/.well-known/jwks.json`)).status).toBe(404)
})
