import { useCallback, useEffect, useRef } from 'react'
import type { Entry, Load } from './cache.ts'
import { useClient } from './client.ts'
import type { Refusal } from './refusal.ts'
import { createStore, useStore } from './store.ts'
import { readersKey, useSession } from './use-session.ts'

/** What a component knows of something on the server. */
export type Resource<T> = {
  readonly key: string | undefined
  readonly data: T | undefined
  readonly error: Refusal | undefined
  readonly loading: boolean
  reload(): void
}

const nothing = createStore<Entry>({ loading: true })

/** What is known at once, read anew each time a component begins to show it; no `name`, nothing is read. */
export function useResource<T>(name: string | undefined, load: Load): Resource<T> {
  const { cache, missed } = useClient()
  const session = useSession()
  const key = name === undefined ? undefined : readersKey(session, name)
  const newest = useRef(load)
  newest.current = load

  const reload = useCallback(() => {
    if (key !== undefined) void cache.load(key, (signal, was) => newest.current(signal, was))
  }, [cache, key])
  useEffect(() => {
    if (key === undefined) return
    const release = cache.hold(key)
    reload()
    const ignore = missed.subscribe(reload)
    return () => {
      ignore()
      release()
    }
  }, [cache, key, reload, missed])

  const entry = useStore(key === undefined ? nothing : cache.of(key), (value) => value)
  return {
    key,
    data: entry.data as T | undefined,
    error: entry.error,
    loading: entry.loading || (entry.data === undefined && entry.error === undefined),
    reload,
  }
}
