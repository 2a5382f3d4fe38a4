import { readdirSync } from 'node:fs'
import { runner } from 'node-pg-migrate'
import pg from 'pg'
import type { Database } from './database.ts'

/**
 * Applies the migrations that were not applied yet, all or none, and gives their names. A second caller waits for the
 * first, then finds nothing to do. With `back`, takes that many of the last ones back instead.
 */
export async function migrate(database: Database, directory: string, { back = 0 } = {}): Promise<readonly string[]> {
  if (migrationsIn(directory).length === 0)
    throw new Error(`no migrations in ${directory}; run this from the app folder`)
  const client = new pg.Client({ ...database, application_name: 'cruddur-migrate', connectionTimeoutMillis: 10_000 })
  // Errors reach us through the query that fails; without a listener, one between two queries would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const applied = await runner({
      dbClient: client,
      dir: directory,
      ...(back > 0 ? { direction: 'down', count: back } : { direction: 'up' }),
      migrationsTable: 'migrations',
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: { info: () => {}, warn: () => {}, error: () => {} },
    })
    return applied.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

function migrationsIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.sql'))
  } catch {
    return []
  }
}
