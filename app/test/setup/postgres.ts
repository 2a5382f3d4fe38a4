import type { TestProject } from 'vitest/node'
import type { Database } from '../../db/database.ts'
import { startPostgres } from '../../dev/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: Database
  }
}

/** One PostgreSQL for all tests; each takes a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  project.provide('postgres', postgres.database)
  return () => postgres.stop()
}
