import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { password, startCognito, type TestPool } from './start-cognito.ts'

const start = async () => {
  const users = await startCognito()
  const pool = await users.pool({ UsernameAttributes: undefined, AliasAttributes: ['email'], Schema: undefined })
  const signUp = ({ clientId }: TestPool, Username: string) =>
    users.client.send(
      new SignUpCommand({
        ClientId: clientId,
        Username,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: 'shared@example.com' }],
      }),
    )
  const confirm = (Username: string, ForceAliasCreation = false) =>
    users.client.send(
      new ConfirmSignUpCommand({
        ClientId: pool.clientId,
        Username,
        ConfirmationCode: users.codeFor('shared@example.com'),
        ForceAliasCreation,
      }),
    )
  return { users, pool, signUp, confirm, [Symbol.asyncDispose]: users[Symbol.asyncDispose] }
}

test('an alias signs in once it is proved', async () => {
  await using started = await start()
  const { users, pool, signUp, confirm } = started
  await signUp(pool, 'ada')
  await expect(users.signIn(pool, 'shared@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await confirm('ada')
  await users.signIn(pool, 'shared@example.com')
  await users.signIn(pool, 'ada')
})

test('a proved alias has one owner, and moves only by force', async () => {
  await using started = await start()
  const { users, pool, signUp, confirm } = started
  await signUp(pool, 'ada')
  await confirm('ada')
  await signUp(pool, 'eve')
  await expect(confirm('eve')).rejects.toMatchObject({
    name: 'AliasExistsException',
    message: 'An account with the given email already exists.',
  })
  await confirm('eve', true)
  const { UserAttributes } = await users.client.send(
    new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'shared@example.com' }),
  )
  const { UserAttributes: lost } = await users.client.send(
    new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }),
  )
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
  expect(lost).toContainEqual({ Name: 'email_verified', Value: 'false' })
})

test('a pool has username attributes or aliases, not both', async () => {
  await using users = await startCognito()
  await expect(users.pool({ AliasAttributes: ['email'] })).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a client writes only what its WriteAttributes name', async () => {
  await using users = await startCognito()
  const pool = await users.pool({}, { WriteAttributes: ['name'] })
  await users.confirmed(pool, 'ada@example.com')
  const { AccessToken } = await users.signIn(pool, 'ada@example.com')
  const write = (Name: string) =>
    users.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value: 'Countess' }] }))
  await write('name')
  await expect(write('nickname')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'A client attempted to write unauthorized attribute',
  })
})
