import type { RequestHandler } from 'express'
import { LRUCache } from 'lru-cache'
import type { User } from '../contract.ts'
import type { Person, UserStore } from '../db/users.ts'
import type { Access, Viewer } from './endpoint.ts'
import { refusals } from './problem.ts'
import type { Tokens } from './tokens.ts'

/** What knowing who calls takes; without `tokens` nobody can be signed in. `personOf` asks the user pool. */
export type Knowing = {
  readonly tokens: Tokens | undefined
  readonly users: Pick<UserStore, 'bySub' | 'ensure'>
  personOf(token: string, sub: string): Promise<Person>
}

/**
 * Who a token belongs to. The row of a user is made by the user pool's trigger; should that have failed or be late, it is
 * made here. A change of the profile is seen by other tasks after half a minute; `forget` makes it seen at once here.
 */
export function viewersOf({ tokens, users, personOf }: Knowing) {
  const known = new LRUCache<string, User>({ max: 10_000, ttl: 30_000, ttlResolution: 1_000 })
  const userOf = async (token: string, sub: string): Promise<User> => {
    const user = (await users.bySub(sub)) ?? (await users.ensure(await personOf(token, sub)))
    known.set(sub, user)
    return user
  }
  return {
    async of(token: string): Promise<Viewer> {
      if (!tokens) throw refusals.notConfigured('Signing in')
      const { sub, expiresAt } = await tokens.verify(token)
      const user = known.get(sub) ?? (await userOf(token, sub))
      return { ...user, token, expiresAt }
    },
    forget(id: string): void {
      for (const [sub, user] of known.entries()) if (user.id === id) known.delete(sub)
    },
  }
}

/** Knows who calls. */
export type Viewers = ReturnType<typeof viewersOf>

/** Lets in whom the access allows. A token that is not valid is refused even where none is needed: the page then gets a new one. */
export const admit =
  (access: Access, viewers: Viewers): RequestHandler =>
  async (request, response, next) => {
    const given = request.get('authorization')
    const token = /^Bearer ([A-Za-z0-9\-_.~+/]+=*)$/i.exec(given ?? '')?.[1]
    if (given !== undefined && token === undefined)
      throw refusals.signedOut('The Authorization header must be "Bearer" and a token')
    if (token !== undefined) response.locals.viewer = await viewers.of(token)
    else if (access === 'user') throw refusals.signedOut()
    next()
  }
