// Groups, which become the claim cognito:groups.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
import { awsError, type Operation, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { findGroup, findPool, findUser } from './find.ts'
import { pageOf } from './page.ts'
import type { Parts } from './parts.ts'
import type { Group, Pool } from './state.ts'
import { printUser } from './users.ts'

/** Adds a group with the members of CreateGroup. */
export const addGroup = (world: World, pool: Pool, name: string, given: Shape): Group => {
  if (pool.groups.has(name)) throw awsError('GroupExistsException', 'A group with the name already exists.')
  const now = world.clock.now()
  const group: Group = { name, created: now, modified: now, settings: settingsIn(given) }
  pool.groups.set(name, group)
  return group
}

/** Changes the members of a group that are given. */
export const changeGroup = (world: World, group: Group, given: Shape): void => {
  group.settings = { ...group.settings, ...settingsIn(given) }
  group.modified = world.clock.now()
}

/** Removes a group; its users stay. */
export const removeGroup = (pool: Pool, name: string): void => {
  pool.groups.delete(name)
  for (const { groups } of pool.users.values()) groups.delete(name)
}

const settingsIn = (given: Shape): Shape =>
  Object.fromEntries(
    ['Description', 'RoleArn', 'Precedence'].flatMap((name) => (name in given ? [[name, given[name]]] : [])),
  )

/** The operations on groups. */
export const groupOperations = ({ world, state }: Parts): Readonly<Record<string, Operation>> => {
  const shown = (pool: Pool, { name, settings, created, modified }: Group): Shape => ({
    GroupName: name,
    UserPoolId: pool.id,
    ...settings,
    CreationDate: created,
    LastModifiedDate: modified,
  })
  const paged = (input: Shape) => ({ token: input.NextToken, limit: input.Limit, most: 60 })
  return {
    CreateGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      return { Group: shown(pool, addGroup(world, pool, String(input.GroupName), input)) }
    },
    GetGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      return { Group: shown(pool, findGroup(pool, input.GroupName)) }
    },
    UpdateGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      const group = findGroup(pool, input.GroupName)
      changeGroup(world, group, input)
      return { Group: shown(pool, group) }
    },
    DeleteGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      removeGroup(pool, findGroup(pool, input.GroupName).name)
      return {}
    },
    ListGroups: (input) => {
      const pool = findPool(state, input.UserPoolId)
      const { items, next } = pageOf([...pool.groups.values()], paged(input))
      return { Groups: items.map((group) => shown(pool, group)), NextToken: next }
    },
    AdminAddUserToGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      findUser(pool, input.Username).groups.add(findGroup(pool, input.GroupName).name)
      return {}
    },
    AdminRemoveUserFromGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      findUser(pool, input.Username).groups.delete(findGroup(pool, input.GroupName).name)
      return {}
    },
    AdminListGroupsForUser: (input) => {
      const pool = findPool(state, input.UserPoolId)
      const groups = [...findUser(pool, input.Username).groups].map((name) => findGroup(pool, name))
      const { items, next } = pageOf(groups, paged(input))
      return { Groups: items.map((group) => shown(pool, group)), NextToken: next }
    },
    ListUsersInGroup: (input) => {
      const pool = findPool(state, input.UserPoolId)
      const { name } = findGroup(pool, input.GroupName)
      const members = [...pool.users.values()].filter(({ groups }) => groups.has(name))
      const { items, next } = pageOf(members, paged(input))
      return { Users: items.map(printUser), NextToken: next }
    },
  }
}
