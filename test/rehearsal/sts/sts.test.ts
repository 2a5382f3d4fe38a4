import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const key = 'token.actions.githubusercontent.com'
const roleArn = 'arn:aws:iam::111111111111:role/deployer'
const main = 'repo:acme/app:ref:refs/heads/main'
const { privateKey, publicKey } = await generateKeyPair('RS256')

const startSts = async () => {
  const clock = fakeClock()
  const aws = await startTestAws({ clock })
  const iam = new IAMClient(clientOf(aws))
  const sts = new STSClient(clientOf(aws))
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['sts.amazonaws.com'], ThumbprintList: [] }),
  )
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: OpenIDConnectProviderArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${key}:aud`]: 'sts.amazonaws.com', [`${key}:sub`]: main } },
      },
    ],
  }
  await iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  aws.core.sts.trustIssuer(issuer, async () => ({ keys: [await exportJWK(publicKey)] }))
  const token = (claims: Record<string, unknown> = {}, signer = privateKey) =>
    new SignJWT({
      iss: issuer,
      sub: main,
      aud: 'sts.amazonaws.com',
      exp: clock.now().getTime() / 1000 + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(signer)
  const assume = async (WebIdentityToken: string, RoleArn = roleArn) =>
    sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'ci', WebIdentityToken }))
  return { aws, clock, iam, sts, token, assume, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

test('a token the trust policy admits gives a session that knows who it is', async () => {
  await using local = await startSts()
  const { Credentials, SubjectFromWebIdentityToken } = await local.assume(await local.token())
  expect(SubjectFromWebIdentityToken).toBe(main)
  const session = new STSClient({
    ...clientOf(local.aws),
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  })
  expect((await session.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    'arn:aws:sts::111111111111:assumed-role/deployer/ci',
  )
})

test('an unknown access key is the root of the account', async () => {
  await using local = await startSts()
  expect(await local.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111111111111',
    Arn: 'arn:aws:iam::111111111111:root',
  })
})

test.each<[string, Record<string, unknown>, string, string]>([
  [
    'of another branch',
    { sub: 'repo:acme/app:ref:refs/heads/dev' },
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ],
  ['for another audience', { aud: 'other' }, 'InvalidIdentityTokenException', 'Incorrect token audience'],
  [
    'of another issuer',
    { iss: 'https://example.com' },
    'InvalidIdentityTokenException',
    'No OpenIDConnect provider found in your account for https://example.com',
  ],
])('a token %s is refused', async (_what, claims, name, message) => {
  await using local = await startSts()
  await expect(local.assume(await local.token(claims))).rejects.toMatchObject({ name, message })
})

test('an expired token is refused, by the local clock', async () => {
  await using local = await startSts()
  const token = await local.token()
  await local.clock.advance(301_000)
  await expect(local.assume(token)).rejects.toMatchObject({ name: 'ExpiredTokenException' })
})

test('a token that someone else signed is refused', async () => {
  await using local = await startSts()
  const other = await generateKeyPair('RS256')
  await expect(local.assume(await local.token({}, other.privateKey))).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
  })
})

test('what is no token is refused', async () => {
  await using local = await startSts()
  await expect(local.assume('garbage')).rejects.toThrow('not a valid JWT')
})

test('a role that does not exist is not told apart from one that refuses', async () => {
  await using local = await startSts()
  await expect(local.assume(await local.token(), `${roleArn}2`)).rejects.toMatchObject({ name: 'AccessDenied' })
})

test('AssumeRole asks the trust policy too', async () => {
  await using local = await startSts()
  await expect(
    local.sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'me' })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::111111111111:root is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  })
  const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }] }
  await local.iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  const { AssumedRoleUser } = await local.sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111111111111:role/reader', RoleSessionName: 'me' }),
  )
  expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::111111111111:assumed-role/reader/me')
})

test('IAM prints a trust policy percent-encoded, as it does', async () => {
  await using local = await startSts()
  const { Role } = await local.iam.send(new GetRoleCommand({ RoleName: 'deployer' }))
  expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({ Version: '2012-10-17' })
  await expect(local.iam.send(new GetRoleCommand({ RoleName: 'nobody' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  })
})
