import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Tables } from './schema.ts'

/** What queries run on; the pool is for those that kysely has only to write once. */
export type Queries = Kysely<Tables> & { readonly pool: pg.Pool }

/** Typed queries on a pool of connections. */
export const queriesOf = (pool: pg.Pool): Queries =>
  Object.assign(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), { pool })
