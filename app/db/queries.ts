import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Tables } from './schema.ts'

/** What queries run on. */
export type Queries = Kysely<Tables>

/** Typed queries on a pool of connections. */
export const queriesOf = (pool: pg.Pool): Queries => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
