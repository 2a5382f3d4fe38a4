import {
  ChangePasswordCommand,
  DeleteUserCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { password, startCognito } from './start-cognito.ts'

const start = async (settings: Parameters<Awaited<ReturnType<typeof startCognito>>['pool']>[0] = {}) => {
  const users = await startCognito()
  const pool = await users.pool(settings)
  await users.confirmed(pool, 'ada@example.com')
  const { AccessToken } = await users.signIn(pool, 'ada@example.com')
  const update = (Name: string, Value: string) =>
    users.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }))
  const attributes = async () => {
    const { UserAttributes = [] } = await users.client.send(new GetUserCommand({ AccessToken }))
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  }
  const verify = (Code: string) =>
    users.client.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }))
  return { users, pool, AccessToken, update, attributes, verify, [Symbol.asyncDispose]: users[Symbol.asyncDispose] }
}

test('a new address counts only once it is proved, where the pool says so', async () => {
  await using ada = await start({
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  })
  const { CodeDeliveryDetailsList } = await ada.update('email', 'new@example.com')
  expect(CodeDeliveryDetailsList).toMatchObject([{ Destination: 'n***@e***' }])
  expect(await ada.attributes()).toMatchObject({ email: 'ada@example.com', email_verified: 'true' })
  await ada.verify(ada.users.codeFor('new@example.com'))
  expect(await ada.attributes()).toMatchObject({ email: 'new@example.com', email_verified: 'true' })
  await ada.users.signIn(ada.pool, 'new@example.com')
  await expect(ada.users.signIn(ada.pool, 'ada@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('elsewhere it counts at once and is unproved', async () => {
  await using ada = await start()
  await ada.update('email', 'new@example.com')
  expect(await ada.attributes()).toMatchObject({ email: 'new@example.com', email_verified: 'false' })
  await ada.verify(ada.users.codeFor('new@example.com'))
  expect(await ada.attributes()).toMatchObject({ email_verified: 'true' })
})

test('an address somebody else has is refused', async () => {
  await using ada = await start()
  await ada.users.signUp(ada.pool, 'bob@example.com')
  await expect(ada.update('email', 'bob@example.com')).rejects.toMatchObject({ name: 'AliasExistsException' })
})

test('nobody declares an address proved', async () => {
  await using ada = await start()
  await expect(ada.update('email_verified', 'true')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('a password changes with the one before it', async () => {
  await using ada = await start()
  const change = (PreviousPassword: string, ProposedPassword: string) =>
    ada.users.client.send(
      new ChangePasswordCommand({ AccessToken: ada.AccessToken, PreviousPassword, ProposedPassword }),
    )
  await expect(change('Wrong-horse-77', 'Another-horse-8')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(change(password, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
  await change(password, 'Another-horse-8')
  await ada.users.signIn(ada.pool, 'ada@example.com', 'Another-horse-8')
})

test('a user who leaves is gone, and the address is free again', async () => {
  await using ada = await start()
  await ada.users.client.send(new DeleteUserCommand({ AccessToken: ada.AccessToken }))
  await expect(ada.attributes()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await ada.users.signUp(ada.pool, 'ada@example.com')
})
