import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import type { Database } from '../../db/database.ts'
import { migrate } from '../../db/migrate.ts'
import { createPool } from '../../db/pool.ts'

/** The migrations of the app. */
export const migrations = resolve(import.meta.dirname, '../../db/migrations')

/** Their names, in order. */
export const names = readdirSync(migrations)
  .map((file) => file.replace(/\.sql$/, ''))
  .sort()

/** A logger that says nothing. */
export const silent = pino({ level: 'silent' })

/** An empty database in the tests' PostgreSQL. */
export async function emptyDatabase(): Promise<Database> {
  const postgres = inject('postgres')
  const database = `test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client(postgres)
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  return { ...postgres, database }
}

/** A database with the tables of the app, and a pool of connections to it. */
export async function migratedDatabase(): Promise<{ database: Database; pool: pg.Pool }> {
  const database = await emptyDatabase()
  await migrate(database, migrations)
  return { database, pool: createPool(database, { log: silent }) }
}

/** The environment that leads the server to a database. */
export const envOf = ({ host, port, database, user, password }: Database): Record<string, string> => ({
  PGHOST: host,
  PGPORT: String(port),
  PGDATABASE: database,
  PGUSER: user,
  PGPASSWORD: password ?? '',
  PGSSLMODE: 'disable',
})
