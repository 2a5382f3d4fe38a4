import { Kysely, type LogEvent, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Tables } from './schema.ts'

/** What queries run on. */
export type Queries = Kysely<Tables>

/** Typed queries on a pool of connections; `onStatement` is told of each that was run. */
export const queriesOf = (pool: pg.Pool, onStatement?: (event: LogEvent) => void): Queries =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), ...(onStatement && { log: onStatement }) })
