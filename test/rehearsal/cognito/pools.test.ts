import { createHmac } from 'node:crypto'
import {
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { password, startCognito } from './start-cognito.ts'

test('a pool is described with its defaults, and keeps its schema through an update', async () => {
  await using users = await startCognito()
  const { poolId } = await users.pool()
  const describe = async () => (await users.client.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).UserPool
  expect(await describe()).toMatchObject({
    Name: 'people',
    Arn: `arn:aws:cognito-idp:eu-west-1:111111111111:userpool/${poolId}`,
    MfaConfiguration: 'OFF',
    Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
    UsernameAttributes: ['email'],
  })
  await users.client.send(
    new UpdateUserPoolCommand({ UserPoolId: poolId, Policies: { PasswordPolicy: { MinimumLength: 14 } } }),
  )
  const after = await describe()
  expect(after).toMatchObject({ Policies: { PasswordPolicy: { MinimumLength: 14 } }, UsernameAttributes: ['email'] })
  expect(after?.AutoVerifiedAttributes).toBeUndefined()
  expect(after?.SchemaAttributes).toContainEqual(expect.objectContaining({ Name: 'name', Required: true }))
})

test('a protected pool stays until it is unprotected', async () => {
  await using users = await startCognito()
  const { poolId } = await users.pool({ DeletionProtection: 'ACTIVE' })
  const remove = () => users.client.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))
  await expect(remove()).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await users.client.send(new UpdateUserPoolCommand({ UserPoolId: poolId, DeletionProtection: 'INACTIVE' }))
  await remove()
  const { UserPools } = await users.client.send(new ListUserPoolsCommand({ MaxResults: 10 }))
  expect(UserPools).toEqual([])
})

test('a client with a secret wants its hash, in SignUp as in InitiateAuth', async () => {
  await using users = await startCognito()
  const { clientId, secret = '' } = await users.pool({ AutoVerifiedAttributes: [] }, { GenerateSecret: true })
  const Username = 'ada@example.com'
  const signUp = (SecretHash?: string) =>
    users.client.send(
      new SignUpCommand({
        ClientId: clientId,
        Username,
        Password: password,
        SecretHash,
        UserAttributes: [{ Name: 'name', Value: 'Ada' }],
      }),
    )
  const hash = createHmac('sha256', secret).update(`${Username}${clientId}`).digest('base64')
  await expect(signUp()).rejects.toMatchObject({
    message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  })
  await expect(signUp('bm9uZQ==')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${clientId}`,
  })
  await signUp(hash)
  const begin = (SECRET_HASH: string) =>
    users.client.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: Username, PASSWORD: password, SECRET_HASH },
      }),
    )
  await expect(begin('bm9uZQ==')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(begin(hash)).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
})

test('a client is described, changed and listed', async () => {
  await using users = await startCognito()
  const { poolId, clientId } = await users.pool()
  const at = { UserPoolId: poolId, ClientId: clientId }
  await users.client.send(new UpdateUserPoolClientCommand({ ...at, ClientName: 'app', AccessTokenValidity: 2 }))
  const { UserPoolClient } = await users.client.send(new DescribeUserPoolClientCommand(at))
  expect(UserPoolClient).toMatchObject({ ClientName: 'app', AccessTokenValidity: 2, RefreshTokenValidity: 30 })
  expect(UserPoolClient?.ExplicitAuthFlows).toBeUndefined()
  await expect(
    users.client.send(new UpdateUserPoolClientCommand({ ...at, AccessTokenValidity: 25 })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const { UserPoolClients } = await users.client.send(new ListUserPoolClientsCommand({ UserPoolId: poolId }))
  expect(UserPoolClients).toEqual([{ ClientId: clientId, ClientName: 'app', UserPoolId: poolId }])
})
