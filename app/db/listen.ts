import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from './database.ts'

type Options = { readonly channel: string; readonly log: Logger; onWake(): void; readonly pause?: number }

/**
 * Listens on a connection of its own and calls `onWake` whenever somebody notifies, and after each connect, since what
 * was notified while there was no connection is lost. A lost connection is made anew. Gives how to end it.
 */
export function listenTo(database: Database, { channel, log, onWake, pause = 1_000 }: Options): () => Promise<void> {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isOver = false

  const again = (reason: string): void => {
    if (isOver || timer) return
    log.warn({ reason }, 'events: the listening connection was lost')
    client?.end().catch(() => {})
    client = undefined
    timer = setTimeout(() => {
      timer = undefined
      connect()
    }, pause)
  }

  const connect = (): void => {
    const fresh = new pg.Client({
      ...database,
      application_name: 'cruddur-events',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    client = fresh
    fresh.on('error', (error) => client === fresh && again(error.message))
    fresh.on('end', () => client === fresh && again('the server closed it'))
    fresh.on('notification', onWake)
    fresh
      .connect()
      .then(() => fresh.query(`listen ${pg.escapeIdentifier(channel)}`))
      .then(onWake, (error: Error) => client === fresh && again(error.message))
  }

  connect()
  return async () => {
    isOver = true
    clearTimeout(timer)
    await client?.end().catch(() => {})
  }
}
