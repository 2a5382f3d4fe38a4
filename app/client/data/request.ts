import { idempotencyHeader, type Problem } from '../../contract.ts'
import { isAbort, Refusal, unreachable } from './refusal.ts'
import type { Session } from './session.ts'

/** What a request can say beyond its path. */
export type Asking = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal | undefined
  /** Sent twice with the same key, it is done once. */
  readonly key?: string
}

/** Asks the API; what it gives is what the contract says of the path. */
export type Ask = <T>(path: string, asking?: Asking) => Promise<T>

/** A request with the token of the session; a token that is no longer taken is renewed, and the request made again, once. */
export function createAsk({ fetch, session }: { fetch: typeof globalThis.fetch; session: Session }): Ask {
  const once = async (path: string, asking: Asking): Promise<{ response: Response; hadToken: boolean }> => {
    const state = session.store.get()
    const token = state.kind === 'signed-in' ? state.accessToken : undefined
    const response = await fetch(withQuery(path, asking.query), initOf(asking, token)).catch((reason) => {
      throw isAbort(reason) && asking.signal?.aborted ? reason : unreachable()
    })
    return { response, hadToken: token !== undefined }
  }
  return async <T>(path: string, asking: Asking = {}): Promise<T> => {
    await session.ready()
    const { response, hadToken } = await once(path, asking)
    if (response.status !== 401 || !hadToken) return answerOf<T>(response)
    const renewed = await session.refresh()
    return answerOf<T>(renewed.kind === 'signed-in' ? (await once(path, asking)).response : response)
  }
}

function initOf({ method = 'GET', body, signal, key }: Asking, token: string | undefined): RequestInit {
  const patience = AbortSignal.timeout(20_000)
  return {
    method,
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(key && { [idempotencyHeader]: key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

function withQuery(path: string, query: Asking['query'] = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

async function answerOf<T>(response: Response): Promise<T> {
  if (response.status === 204 || response.status === 202) return undefined as T
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body as T
  const status = response.ok ? 502 : response.status
  throw new Refusal({ title: '', ...(body as Partial<Problem> | undefined), status })
}
