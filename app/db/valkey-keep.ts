import { createClient } from '@redis/client'
import type { Logger } from 'pino'
import type { Keep } from './cache.ts'

type Options = { readonly url: string; readonly release: string; readonly log: Logger }

/**
 * Keeps the copies in Valkey or Redis, where all tasks of a release share them; another release may have another shape of
 * the same thing. A cache that is slow, away or holds nonsense is as good as an empty one: it never fails a request, and
 * it is asked again as soon as it is back.
 */
export async function valkeyKeep({ url, release, log }: Options): Promise<Keep> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // Behind a server that answers nothing, commands would pile up.
    commandsQueueMaxLength: 1_000,
    socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 5_000) },
  })
  let isAway = false
  client.on('error', (error: Error) => {
    if (!isAway) log.warn({ reason: error.message }, 'cache: not reachable; going on without it')
    isAway = true
  })
  client.on('ready', () => {
    isAway = false
  })
  // Not awaited: the server starts without its cache too.
  client.connect().catch(() => {})
  const tried = async <T>(command: () => Promise<T>): Promise<T | undefined> => {
    if (!client.isReady) return undefined
    return within(patience, command()).catch(() => undefined)
  }
  const place = (key: string): string => `cruddur:${release}:${key}`
  return {
    get: (key) =>
      tried(async () => {
        const text = await client.get(place(key))
        return text === null ? undefined : JSON.parse(text)
      }),
    set: async (key, value, milliseconds) => {
      await tried(() =>
        client.set(place(key), JSON.stringify(value), { expiration: { type: 'PX', value: milliseconds } }),
      )
    },
    drop: async (key) => {
      await tried(() => client.del(place(key)))
    },
    close: async () => client.destroy(),
  }
}

/** In milliseconds; the database would have answered by then. */
const patience = 200

// The client's own timeout ends when a command is sent, and not when it is answered.
function within<T>(milliseconds: number, answer: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
