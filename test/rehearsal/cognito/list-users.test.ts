import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { startCognito } from './start-cognito.ts'

const emailOf = ({ Attributes = [] }: { Attributes?: { Name?: string | undefined; Value?: string | undefined }[] }) =>
  Attributes.find(({ Name }) => Name === 'email')?.Value

test('a filter finds users by one attribute, whole or by its beginning', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  for (const name of ['ada', 'adele', 'bob']) await users.signUp(pool, `${name}@example.com`)
  await users.confirmed(pool, 'eve@example.com')
  const found = async (Filter?: string) => {
    const { Users = [] } = await users.client.send(new ListUsersCommand({ UserPoolId: pool.poolId, Filter }))
    return Users.map((user) => emailOf(user)?.split('@')[0])
  }
  expect(await found()).toEqual(['ada', 'adele', 'bob', 'eve'])
  expect(await found('email = "ADA@example.com"')).toEqual(['ada'])
  expect(await found('email ^= "ad"')).toEqual(['ada', 'adele'])
  expect(await found('"email" ^= "b"')).toEqual(['bob'])
  expect(await found('cognito:user_status = "CONFIRMED"')).toEqual(['eve'])
  expect(await found('cognito:user_status = "confirmed"')).toEqual([])
  expect(await found('status = "Disabled"')).toEqual([])
  expect(await found('name = "say \\"x\\""')).toEqual([])
})

test.each(['email', 'email = ada', 'custom:shoe = "41"', 'email $= "a"', 'email = "a" and name = "b"'])(
  'the filter %s is refused',
  async (Filter) => {
    await using users = await startCognito()
    const { poolId } = await users.pool()
    await expect(users.client.send(new ListUsersCommand({ UserPoolId: poolId, Filter }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Error while parsing filter.',
    })
  },
)

test('pages follow each other until all users were seen once', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`)
  for (const name of names) await users.signUp(pool, name)
  const seen: (string | undefined)[] = []
  let PaginationToken: string | undefined
  do {
    const page = await users.client.send(
      new ListUsersCommand({ UserPoolId: pool.poolId, Limit: 2, PaginationToken, AttributesToGet: ['email'] }),
    )
    seen.push(...(page.Users ?? []).map((user) => emailOf(user)))
    PaginationToken = page.PaginationToken
  } while (PaginationToken)
  expect(seen).toEqual(names)
})

test('a group has its users until it is deleted, and its name once', async () => {
  await using users = await startCognito()
  const pool = await users.pool()
  await users.signUp(pool, 'ada@example.com')
  const group = { UserPoolId: pool.poolId, GroupName: 'editors' }
  await users.client.send(new CreateGroupCommand({ ...group, Description: 'who edit' }))
  await expect(users.client.send(new CreateGroupCommand(group))).rejects.toMatchObject({ name: 'GroupExistsException' })
  await users.client.send(new AdminAddUserToGroupCommand({ ...group, Username: 'ada@example.com' }))
  const { Users = [] } = await users.client.send(new ListUsersInGroupCommand(group))
  expect(Users.map(emailOf)).toEqual(['ada@example.com'])
  await users.client.send(new DeleteGroupCommand(group))
  const { Groups } = await users.client.send(new ListGroupsCommand({ UserPoolId: pool.poolId }))
  expect(Groups).toEqual([])
  await expect(users.client.send(new ListUsersInGroupCommand(group))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})
