import type { Cache } from '../db/cache.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from './deps.ts'

/** The keys of what is cached. */
export const cached = { home: 'home', trends: 'trends', suggested: 'suggested' } as const

/**
 * To be called after a change: copies that are out of date are dropped, and the tasks that tell pages of it are woken, once
 * for many changes. Answers do not wait for the waking.
 */
export function changesOf({ cache, store, log }: { cache: Cache; store: Pick<Store, 'events'>; log: Deps['log'] }) {
  let waking: NodeJS.Timeout | undefined
  const wake = (): void => {
    waking ??= setTimeout(() => {
      waking = undefined
      store.events.wake().catch((error: Error) => log.warn({ reason: error.message }, 'events: nobody was woken'))
    }, 20)
    waking.unref()
  }
  return async (): Promise<void> => {
    wake()
    await cache.drop(cached.home)
  }
}

/** To be called after a change. */
export type Changed = ReturnType<typeof changesOf>
