import { isAbort, type Refusal, refusalOf } from './refusal.ts'
import { createStore, type Store } from './store.ts'

/** What is known under a key: the value shown, whether a newer one is on its way, why the last try failed. */
export type Entry = { readonly data?: unknown; readonly error?: Refusal | undefined; readonly loading: boolean }

/** How a value is read; `was` is what was known before. */
export type Load = (signal: AbortSignal, was: unknown) => Promise<unknown>

/** What was read, by key: shown at once when it is needed again, while it is read anew. */
export type Cache = {
  of(key: string): Store<Entry>
  /** Reads what is under a key, unless that is being done. */
  load(key: string, load: Load): Promise<void>
  /** Says that someone shows what is under a key, until the function it gives is called; nobody left, reading ends. */
  hold(key: string): () => void
  /** Changes what is known, if anything is. */
  change<T>(key: string, next: (was: T) => T): void
  /** The keys under which something is known. */
  keys(): readonly string[]
}

/** An empty cache. */
export function createCache(): Cache {
  const entries = new Map<string, Store<Entry>>()
  const underWay = new Map<string, AbortController>()
  const holders = new Map<string, number>()

  const of = (key: string): Store<Entry> => {
    const known = entries.get(key)
    if (known) return known
    const made = createStore<Entry>({ loading: false })
    entries.set(key, made)
    return made
  }

  const load = async (key: string, read: Load): Promise<void> => {
    if (underWay.has(key)) return
    const controller = new AbortController()
    underWay.set(key, controller)
    const store = of(key)
    store.set((was) => ({ ...was, loading: true }))
    try {
      const data = await read(controller.signal, store.get().data)
      if (!controller.signal.aborted) store.set(() => ({ data, loading: false }))
    } catch (reason) {
      const error = isAbort(reason) ? undefined : refusalOf(reason)
      if (!controller.signal.aborted) store.set((was) => ({ ...was, error, loading: false }))
    } finally {
      if (underWay.get(key) === controller) underWay.delete(key)
    }
  }

  const abandon = (key: string): void => {
    underWay.get(key)?.abort()
    if (underWay.delete(key)) of(key).set((was) => ({ ...was, loading: false }))
  }

  return {
    of,
    load,
    hold: (key) => {
      holders.set(key, (holders.get(key) ?? 0) + 1)
      return () => {
        const left = (holders.get(key) ?? 1) - 1
        holders.set(key, left)
        if (left === 0) abandon(key)
      }
    },
    change: <T>(key: string, next: (was: T) => T) =>
      of(key).set((was) => (was.data === undefined ? was : { ...was, data: next(was.data as T) })),
    keys: () => [...entries].filter(([, store]) => store.get().data !== undefined).map(([key]) => key),
  }
}
