// Making users and taking them away.
import type { Shape } from '../service.ts'
import { noFailures } from './attempts.ts'
import { printAttributes } from './attributes.ts'
import { drawBytes } from './draw.ts'
import { folded, isNamedByAttribute } from './find.ts'
import type { Parts } from './parts.ts'
import { type Owner, verifierOf } from './srp.ts'
import type { Pool, User, UserStatus } from './state.ts'
import { revokeSessions } from './tokens.ts'

/** A new user; where people sign in with an attribute, the user name is the `sub`. */
export const addUser = (
  { world }: Pick<Parts, 'world'>,
  pool: Pool,
  given: {
    readonly name: string
    readonly sub: string
    readonly attributes: Map<string, string>
    readonly status: UserStatus
  },
): User => {
  const now = world.clock.now()
  const user: User = {
    username: isNamedByAttribute(pool) ? given.sub : folded(pool, given.name),
    sub: given.sub,
    attributes: given.attributes,
    pending: new Map(),
    codes: new Map(),
    attempts: new Map(),
    groups: new Set(),
    created: now,
    modified: now,
    enabled: true,
    status: given.status,
    failures: noFailures,
  }
  pool.users.set(folded(pool, user.username), user)
  return user
}

/** Whose password it is, as SRP spells it. */
export const ownerOfPassword = (pool: Pool, username: string): Owner => ({
  pool: pool.id.slice(pool.id.indexOf('_') + 1),
  username,
})

/** Gives a user a password for good. */
export const setPassword = (
  { world }: Pick<Parts, 'world'>,
  pool: Pool,
  given: { user: User; password: string },
): void => {
  const { user, password } = given
  user.password = verifierOf(ownerOfPassword(pool, user.username), password, drawBytes(world, 16))
  user.temporaryUntil = undefined
  user.modified = world.clock.now()
}

/** Removes a user; tokens that are out speak for nobody. */
export const removeUser = (parts: Parts, pool: Pool, user: User): void => {
  pool.users.delete(folded(pool, user.username))
  revokeSessions(parts, user)
}

/** A user as UserType shows it. */
export const printUser = (user: User): Shape => ({
  Username: user.username,
  Attributes: printAttributes(user),
  UserCreateDate: user.created,
  UserLastModifiedDate: user.modified,
  Enabled: user.enabled,
  UserStatus: user.status,
})
