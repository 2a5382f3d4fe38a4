import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from './database.ts'

/** A pool of connections that gives up rather than hang, and survives a database that goes away. */
export function createPool(database: Database, { log, max = 10 }: { log: Logger; max?: number }): pg.Pool {
  const pool = new pg.Pool({
    ...database,
    max,
    application_name: 'cruddur',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
  })
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'database: an idle connection was lost'))
  return pool
}
