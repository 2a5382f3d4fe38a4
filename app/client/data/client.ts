import { createContext, useContext } from 'react'
import { type Activity, positionHeader } from '../../contract.ts'
import { type ActivityStore, createActivityStore } from './activity-store.ts'
import { type Cache, createCache } from './cache.ts'
import { type Ask, createAsk } from './request.ts'
import { createSession, type Session } from './session.ts'
import { createStore, type Store } from './store.ts'
import { createToasts, type Toasts } from './toasts.ts'

/** All that the page knows, and how it asks for more. */
export type Client = {
  readonly fetch: typeof globalThis.fetch
  /** Where the events stood when the server last said so, before what is shown was read; empty when it did not. */
  readonly position: Store<string>
  readonly session: Session
  readonly ask: Ask
  readonly cache: Cache
  readonly activities: ActivityStore
  /** Posts of others that came since the home feed was read. */
  readonly arrived: Store<readonly Activity[]>
  /** The conversation that is open, if one is: its messages are read as they come. */
  readonly openGroup: Store<string | undefined>
  /** How often the server said that events were missed: what is shown is then read anew. */
  readonly missed: Store<number>
  readonly toasts: Toasts
}

/** A client that knows nothing yet. */
export function createClient(given: { fetch: typeof globalThis.fetch }): Client {
  const position = createStore('')
  const fetch: typeof globalThis.fetch = async (...asked) => {
    const response = await given.fetch(...asked)
    position.set((was) => response.headers.get(positionHeader) ?? was)
    return response
  }
  const session = createSession({ fetch })
  return {
    fetch,
    position,
    session,
    ask: createAsk({ fetch, session }),
    cache: createCache(),
    activities: createActivityStore(),
    arrived: createStore<readonly Activity[]>([]),
    openGroup: createStore<string | undefined>(undefined),
    missed: createStore(0),
    toasts: createToasts(),
  }
}

/** Gives the client to the components below. */
export const ClientContext = createContext<Client | undefined>(undefined)

/** The client of the page. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('there is no client above this component: put it below <ClientContext value={…}>')
  return client
}
