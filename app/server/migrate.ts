import { resolve } from 'node:path'
import { migrate } from '../db/migrate.ts'
import { readDatabase } from './config.ts'

// Run before the release that needs the migrations: `npm run migrate`, or `node dist/server/migrate.js`.
try {
  const applied = await migrate(readDatabase(process.env), resolve('db/migrations'))
  console.log(applied.length === 0 ? 'migrate: nothing to do' : `migrate: applied ${applied.join(', ')}`)
} catch (error) {
  const { message, code } = error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) }
  console.error(`migrate: failed, and changed nothing: ${message || code || 'unknown reason'}`)
  process.exitCode = 1
}
