import { createClient } from '@redis/client'
import type { Logger } from 'pino'
import type { Keep } from './cache.ts'

/**
 * Keeps the copies in Valkey or Redis, where all tasks share them. A cache that is slow or away is as good as an empty
 * one: it never fails a request, and it is asked again as soon as it is back.
 */
export async function valkeyKeep(url: string, log: Logger): Promise<Keep> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: 200 },
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
    return command().catch(() => undefined)
  }
  return {
    async get(key) {
      const text = await tried(() => client.get(`cruddur:${key}`))
      return text ? JSON.parse(text) : undefined
    },
    set: async (key, value, milliseconds) => {
      await tried(() =>
        client.set(`cruddur:${key}`, JSON.stringify(value), { expiration: { type: 'PX', value: milliseconds } }),
      )
    },
    drop: async (key) => {
      await tried(() => client.del(`cruddur:${key}`))
    },
    close: async () => client.destroy(),
  }
}
