import { createHash, createHmac, getDiffieHellman } from 'node:crypto'
import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { password, startCognito, type TestPool } from './start-cognito.ts'

// The client's side, written from RFC 5054 and independent of the server's code.
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const hex = (value: bigint): string => {
  const digits = value.toString(16)
  const even = digits.padStart(digits.length + (digits.length % 2), '0')
  return Number.parseInt(even[0] ?? '0', 16) > 7 ? `00${even}` : even
}
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const bytes = (digits: string) => Buffer.from(digits, 'hex')
const big = (of: Buffer) => BigInt(`0x${of.toString('hex')}`)
const pow = (base: bigint, exponent: bigint): bigint =>
  exponent === 0n ? 1n : (pow((base * base) % N, exponent / 2n) * (exponent % 2n ? base : 1n)) % N
const k = big(sha(bytes(hex(N)), bytes(hex(2n))))

const timestamp = 'Thu Jan 1 00:00:00 UTC 2026'

const signatureOf = (
  given: { a: bigint; poolId: string; password: string },
  challenge: Record<string, string>,
): string => {
  const { USER_ID_FOR_SRP = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = challenge
  const poolName = given.poolId.split('_')[1] ?? ''
  const A = pow(2n, given.a)
  const B = BigInt(`0x${SRP_B}`)
  const u = big(sha(bytes(hex(A)), bytes(hex(B))))
  const inner = sha(Buffer.from(`${poolName}${USER_ID_FOR_SRP}:${given.password}`))
  const x = big(sha(bytes(hex(BigInt(`0x${SALT}`))), inner))
  const base = (((B - k * pow(2n, x)) % N) + N) % N
  const S = pow(base, given.a + u * x)
  const prk = createHmac('sha256', bytes(hex(u)))
    .update(bytes(hex(S)))
    .digest()
  const key = createHmac('sha256', prk).update('Caldera Derived Key\u0001').digest().subarray(0, 16)
  const message = Buffer.concat([
    Buffer.from(poolName + USER_ID_FOR_SRP),
    Buffer.from(SECRET_BLOCK, 'base64'),
    Buffer.from(timestamp),
  ])
  return createHmac('sha256', key).update(message).digest('base64')
}

const signIn = async (
  users: Awaited<ReturnType<typeof startCognito>>,
  pool: TestPool,
  given: { username: string; password: string; again?: boolean },
) => {
  const a = 0x1234567890abcdef1234567890abcdefn ** 2n
  const begun = await users.client.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: given.username, SRP_A: pow(2n, a).toString(16) },
    }),
  )
  expect(begun.ChallengeName).toBe('PASSWORD_VERIFIER')
  const challenge = begun.ChallengeParameters ?? {}
  const respond = () =>
    users.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: challenge.USERNAME ?? '',
          PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK ?? '',
          PASSWORD_CLAIM_SIGNATURE: signatureOf({ a, poolId: pool.poolId, password: given.password }, challenge),
          TIMESTAMP: timestamp,
        },
      }),
    )
  const answer = await respond()
  if (given.again) await respond()
  return { answer, challenge }
}

const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

test('a client that computes the proof signs in, and the proof works once', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const username = 'ada@example.com'
  const { UserSub } = await users.confirmed(pool, username)
  const { answer, challenge } = await signIn(users, pool, { username, password })
  expect(challenge.USER_ID_FOR_SRP).toBe(UserSub)
  expect(answer.AuthenticationResult?.AccessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  await expect(signIn(users, pool, { username, password, again: true })).rejects.toMatchObject(refused)
})

test('the proof of another password is refused', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.confirmed(pool, 'ada@example.com')
  await expect(signIn(users, pool, { username: 'ada@example.com', password: 'Wrong-horse-77' })).rejects.toMatchObject(
    refused,
  )
})

test('an unknown user is challenged with the same salt each time, and refused', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const begin = async () => {
    const { ChallengeParameters = {} } = await users.client.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: 'nobody@example.com', SRP_A: pow(2n, 99n).toString(16) },
      }),
    )
    return [ChallengeParameters.SALT, ChallengeParameters.USER_ID_FOR_SRP]
  }
  expect(await begin()).toEqual(await begin())
  await expect(signIn(users, pool, { username: 'nobody@example.com', password })).rejects.toMatchObject(refused)
})

test.each(['0', 'not hexadecimal'])('the public value %s is refused', async (SRP_A) => {
  await using users = await startCognito()
  const pool = await users.pool()
  await expect(
    users.client.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: 'ada@example.com', SRP_A },
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})
