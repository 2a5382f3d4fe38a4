import { LRUCache } from 'lru-cache'

/** Where copies are kept; what cannot be reached or read counts as not there. */
export type Keep = {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown, milliseconds: number): Promise<void>
  drop(key: string): Promise<void>
  close(): Promise<void>
}

/** Read aside: what is kept, else what `load` gives. Callers who come while one loads wait for that one. */
export type Cache = {
  read<T>(key: string, milliseconds: number, load: () => Promise<T>): Promise<T>
  drop(key: string): Promise<void>
  close(): Promise<void>
}

/** A cache of values that JSON can carry and that nobody changes. */
export function cacheOn(keep: Keep): Cache {
  const loading = new Map<string, Promise<unknown>>()
  return {
    read<T>(key: string, milliseconds: number, load: () => Promise<T>): Promise<T> {
      const open = loading.get(key)
      if (open) return open as Promise<T>
      const fresh: Promise<T> = readAside(
        { keep, key, milliseconds, load },
        (): boolean => loading.get(key) === fresh,
      ).finally(() => {
        if (loading.get(key) === fresh) loading.delete(key)
      })
      loading.set(key, fresh)
      return fresh
    },
    async drop(key) {
      // What is being loaded was read before the change: nobody who comes later may have it, and it is not kept.
      loading.delete(key)
      await keep.drop(key)
    },
    close: () => keep.close(),
  }
}

type Read<T> = { keep: Keep; key: string; milliseconds: number; load: () => Promise<T> }

async function readAside<T>({ keep, key, milliseconds, load }: Read<T>, isCurrent: () => boolean): Promise<T> {
  const kept = await keep.get(key)
  if (kept !== undefined) return kept as T
  const value = await load()
  if (isCurrent()) await keep.set(key, value, milliseconds)
  return value
}

/** Keeps the copies in this process, the most recently used ones. */
export function memoryKeep(max = 1_000): Keep {
  const lru = new LRUCache<string, NonNullable<unknown>>({ max })
  return {
    get: async (key) => lru.get(key),
    set: async (key, value, ttl) => void lru.set(key, value ?? false, { ttl }),
    drop: async (key) => void lru.delete(key),
    close: async () => lru.clear(),
  }
}
