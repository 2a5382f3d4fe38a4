import { resolve } from 'node:path'
import { pino } from 'pino'
import { createServer } from 'vite'
import { activitiesOf } from '../db/activities.ts'
import { migrate } from '../db/migrate.ts'
import { createPool } from '../db/pool.ts'
import { probeOf } from '../db/probe.ts'
import { apiPlugin } from './api-plugin.ts'
import { startPostgres } from './postgres.ts'
import { seed } from './seed.ts'

/** The whole app on this machine: PostgreSQL, its migrations and seed, the API and the page, reloaded as you edit. */
export async function main(): Promise<void> {
  const log = pino({ level: 'warn' })
  const postgres = await startPostgres()
  await migrate(postgres.database, resolve('db/migrations'))
  const pool = createPool(postgres.database, { log })
  await seed(activitiesOf(pool))
  const deps = { release: 'development', probe: probeOf(pool), activities: activitiesOf(pool), log }
  const vite = await createServer({ plugins: [apiPlugin(deps)] })
  await vite.listen()
  const { host, port, user, password, database } = postgres.database
  console.log(`  database  PGHOST=${host} PGPORT=${port} PGUSER=${user} PGPASSWORD=${password} PGDATABASE=${database}`)
  vite.printUrls()
  const close = async (): Promise<void> => {
    await vite.close()
    await pool.end()
    await postgres.stop()
    process.exit(0)
  }
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
}
