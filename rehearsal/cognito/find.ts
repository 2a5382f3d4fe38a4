// From the names in a request to pools, clients, users and groups.
import { flagIn, listIn } from '../protocols/form.ts'
import { invalidParameter, resourceNotFound, userNotFound } from './refusals.ts'
import type { Client, CognitoState, Group, Pool, User } from './state.ts'

/** The pool of that id. */
export const findPool = ({ pools }: CognitoState, id: unknown): Pool => {
  const pool = pools.get(String(id))
  if (pool) return pool
  throw resourceNotFound(`User pool ${id} does not exist.`)
}

/** The client of that id in any pool, with its pool. */
export const findClient = ({ pools }: CognitoState, id: unknown): { readonly pool: Pool; readonly client: Client } => {
  for (const pool of pools.values()) {
    const client = pool.clients.get(String(id))
    if (client) return { pool, client }
  }
  throw resourceNotFound(`User pool client ${id} does not exist.`)
}

/** The client of that id in one pool. */
export const findPoolClient = (pool: Pool, id: unknown): Client => {
  const client = pool.clients.get(String(id))
  if (client) return client
  throw resourceNotFound(`User pool client ${id} does not exist.`)
}

/** The group of that name. */
export const findGroup = ({ groups }: Pool, name: unknown): Group => {
  const group = groups.get(String(name))
  if (group) return group
  throw resourceNotFound('Group not found.')
}

/** A name as it is compared: in lower case, unless the pool tells letter cases apart. */
export const folded = ({ settings }: Pool, name: string): string =>
  flagIn(settings.UsernameConfiguration?.CaseSensitive) ? name : name.toLowerCase()

/** True when people of this pool sign in with an email address or a phone number, and have no name of their own. */
export const isNamedByAttribute = ({ settings }: Pool): boolean => listIn(settings.UsernameAttributes).length > 0

/** The attribute a sign-in name is: in a pool with username attributes it must be one of them. */
export const nameAttributeOf = (pool: Pool, name: string): 'email' | 'phone_number' | undefined => {
  const allowed = listIn(pool.settings.UsernameAttributes)
  if (!allowed.length) return undefined
  if (allowed.includes('email') && /^[^@\s]+@[^@\s]+$/.test(name)) return 'email'
  if (allowed.includes('phone_number') && /^\+\d+$/.test(name)) return 'phone_number'
  const words = allowed.map((one) => (one === 'email' ? 'an email' : 'a phone number'))
  throw invalidParameter(`Username should be ${words.join(' or ')}.`)
}

/** The user a sign-in name means: a user name, a `sub`, a username attribute, or a verified alias. */
export const userNamed = (pool: Pool, name: unknown): User | undefined => {
  const wanted = folded(pool, String(name))
  const direct = pool.users.get(wanted)
  if (direct) return direct
  const byName = listIn(pool.settings.UsernameAttributes)
  const byAlias = listIn(pool.settings.AliasAttributes)
  return [...pool.users.values()].find(
    (user) =>
      user.sub === name ||
      byName.some((attribute) => holds(pool, user, { attribute, value: wanted })) ||
      byAlias.some((attribute) => isVerified(user, attribute) && holds(pool, user, { attribute, value: wanted })),
  )
}

/** The user of that name, whose absence may be told. */
export const findUser = (pool: Pool, name: unknown): User => {
  const user = userNamed(pool, name)
  if (user) return user
  throw userNotFound()
}

/** True for an attribute whose value is known to be the user's own; a preferred user name needs no proof. */
export const isVerified = (user: User, attribute: string): boolean =>
  attribute === 'preferred_username' || user.attributes.get(`${attribute}_verified`) === 'true'

/** The user besides `except` who signs in with this value of an attribute. */
export const ownerOf = (
  pool: Pool,
  { attribute, value, except }: { readonly attribute: string; readonly value: string; readonly except?: User },
): User | undefined => {
  const named = listIn(pool.settings.UsernameAttributes).includes(attribute)
  if (!named && !listIn(pool.settings.AliasAttributes).includes(attribute)) return undefined
  return [...pool.users.values()].find(
    (user) =>
      user !== except &&
      (named || isVerified(user, attribute)) &&
      holds(pool, user, { attribute, value: folded(pool, value) }),
  )
}

const holds = (pool: Pool, user: User, { attribute, value }: { attribute: string; value: string }): boolean =>
  folded(pool, user.attributes.get(attribute) ?? '') === value
