import { type Me, routes, type SignedIn } from '../../contract.ts'
import { refusalOf } from './refusal.ts'
import { createStore, type Store } from './store.ts'

/** Who is here: not known until the server was asked once; the token lives in memory and nowhere else. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly me: Me; readonly accessToken: string; readonly expiresAt: string }

/** The session of this page. */
export type Session = {
  readonly store: Store<SessionState>
  /** Asks the server who is signed in; those who ask meanwhile get the same answer. */
  refresh(): Promise<SessionState>
  /** Settles when it is known who is here. */
  readonly ready: () => Promise<unknown>
  signedIn(answer: SignedIn): void
  signedOut(): void
  /** Changes what is known of the one who is signed in. */
  change(next: (me: Me) => Me): void
}

/** A session that renews itself by the cookie that only the server reads. */
export function createSession({ fetch }: { fetch: typeof globalThis.fetch }): Session {
  const store = createStore<SessionState>({ kind: 'unknown' })
  let underWay: Promise<SessionState> | undefined
  let generation = 0

  const signedIn = (answer: SignedIn): void => {
    generation++
    store.set(() => ({ kind: 'signed-in', ...answer }))
  }
  const signedOut = (): void => {
    generation++
    store.set(() => ({ kind: 'signed-out' }))
  }

  const ask = async (): Promise<SessionState> => {
    const asked = generation
    const answer = await renewed(fetch).catch((reason) => {
      // Out of reach is not signed out: whoever was signed in stays so, and the next request tries again.
      if (store.get().kind === 'signed-in') throw refusalOf(reason)
      return undefined
    })
    // Someone signed in or out meanwhile: that is newer.
    if (asked === generation) answer ? signedIn(answer) : signedOut()
    return store.get()
  }

  const refresh = (): Promise<SessionState> => {
    underWay ??= ask().finally(() => {
      underWay = undefined
    })
    return underWay
  }
  return {
    store,
    refresh,
    ready: () => (store.get().kind === 'unknown' ? refresh() : Promise.resolve()),
    signedIn,
    signedOut,
    change: (next) => store.set((was) => (was.kind === 'signed-in' ? { ...was, me: next(was.me) } : was)),
  }
}

async function renewed(fetch: typeof globalThis.fetch): Promise<SignedIn | undefined> {
  const response = await fetch(routes.refresh, { method: 'POST', signal: AbortSignal.timeout(10_000) })
  if (response.status === 204 || response.status === 401 || response.status === 403) return undefined
  if (!response.ok) throw new Error(`refresh answered ${response.status}`)
  return (await response.json()) as SignedIn
}
