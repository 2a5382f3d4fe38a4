import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Problem, User } from '../../contract.ts'
import { cacheOn, memoryKeep } from '../../db/cache.ts'
import { liveOn } from '../../db/live.ts'
import { type Queries, queriesOf } from '../../db/queries.ts'
import { type Store, storeOf } from '../../db/store.ts'
import { avatarUrlBelow } from '../../db/user-view.ts'
import { startIssuer } from '../../dev/issuer.ts'
import { localConversations } from '../../dev/local-conversations.ts'
import { localIdentity } from '../../dev/local-identity.ts'
import { createApp } from '../../server/create-app.ts'
import type { Deps } from '../../server/deps.ts'
import { tokensOf } from '../../server/tokens.ts'
import { conforming } from './conforming.ts'
import { migratedDatabase, silent } from './database.ts'
import { served } from './served.ts'

/** Someone of a test: who they are, and their token. */
export type Someone = User & { readonly sub: string; readonly token: string }

/** An answer: its status, its headers, and its body if it has one. */
export type Answered<T> = { readonly status: number; readonly headers: Headers; readonly body: T }

/** What is sent; `as` is who sends it. */
export type Sent = { as?: { token: string } | undefined; body?: unknown; headers?: Record<string, string> }

/** The API with a database, an issuer of tokens, a user pool and conversations of its own, on a real port. */
export type Api = {
  readonly url: string
  readonly deps: Deps
  readonly store: Store
  readonly db: Queries
  readonly pool: pg.Pool
  readonly mails: Map<string, string>
  /** Calls a route; every answer is held against the OpenAPI document. */
  call<T>(method: string, path: string, sent?: Sent): Promise<Answered<T>>
  refused(method: string, path: string, sent?: Sent): Promise<Problem>
  someone(handle?: string): Promise<Someone>
  token: Awaited<ReturnType<typeof startIssuer>>['token']
  close(): Promise<void>
}

/** Starts it; `over` replaces what it depends on. */
export async function startApi(over: Partial<Deps> = {}): Promise<Api> {
  const [{ pool }, issuer] = [await migratedDatabase(), await startIssuer()]
  const db = queriesOf(pool)
  const store = storeOf(db, avatarUrlBelow('/avatars'))
  const mails = new Map<string, string>()
  const live = liveOn(store.events, { log: silent })
  const deps: Deps = {
    release: 'abc123',
    log: silent,
    probe: async () => {},
    store,
    cache: cacheOn(memoryKeep()),
    live,
    tokens: tokensOf(issuer.pool),
    identity: localIdentity(issuer, (to, code) => mails.set(to, code)),
    conversations: localConversations(),
    origins: ['https://cruddur.example'],
    proxies: 1,
    rateFactor: 0,
    secureCookies: true,
    ...over,
  }
  const api = await served(createApp(deps))
  const conforms = conforming(deps)
  const call: Api['call'] = async (method, path, { as, body, headers = {} } = {}) => {
    const response = await fetch(api.url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(as && { Authorization: `Bearer ${as.token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
    conforms(method, new URL(path, api.url).pathname, answer)
    return answer
  }
  return {
    url: api.url,
    deps,
    store,
    db,
    pool,
    mails,
    call,
    refused: async (method, path, sent) => (await call<Problem>(method, path, sent)).body,
    async someone(handle = `u${randomUUID().slice(0, 8)}`) {
      const sub = randomUUID()
      const user = await store.users.ensure({ sub, handle, displayName: handle })
      return { ...user, sub, token: await issuer.token(sub) }
    },
    token: issuer.token,
    async close() {
      live.close()
      await api.close()
      await issuer.close()
      await pool.end()
    },
  }
}
