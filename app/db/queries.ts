import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Tables } from './schema.ts'

/** A statement that was run: its text, without values; how long it took, in milliseconds; what it failed of. */
export type Statement = { readonly sql: string; readonly milliseconds: number; readonly error?: unknown }

/** Is told of each statement that was run. */
export type OnStatement = (statement: Statement) => void

/** What queries run on; the pool is for those that kysely has only to write once, which tell of themselves. */
export type Queries = Kysely<Tables> & { readonly pool: pg.Pool; readonly onStatement?: OnStatement }

/** Typed queries on a pool of connections. */
export function queriesOf(pool: pg.Pool, onStatement?: OnStatement): Queries {
  const dialect = new PostgresDialect({ pool })
  if (!onStatement) return Object.assign(new Kysely<Tables>({ dialect }), { pool })
  const queries = new Kysely<Tables>({
    dialect,
    log: (event) =>
      onStatement({
        sql: event.query.sql,
        milliseconds: event.queryDurationMillis,
        ...(event.level === 'error' && { error: event.error }),
      }),
  })
  return Object.assign(queries, { pool, onStatement })
}
