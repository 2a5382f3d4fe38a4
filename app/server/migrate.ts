import { resolve } from 'node:path'
import { migrate } from '../db/migrate.ts'
import { readDatabase } from './config.ts'

// Run before the release that needs the migrations: `npm run migrate`, or `node dist/server/migrate.js`. With "back 1" the
// last one is taken back: after the release that needed it, and with what only it kept.
const [word, count] = process.argv.slice(2)
try {
  if (word !== undefined && (word !== 'back' || !/^[1-9]\d*$/.test(count ?? '')))
    throw new Error(`"${word} ${count ?? ''}" is not understood; give nothing, or "back" and how many`)
  const back = Number(count ?? 0)
  const done = await migrate(readDatabase(process.env), resolve('db/migrations'), { back })
  if (done.length === 0) console.log('migrate: nothing to do')
  else console.log(`migrate: ${back > 0 ? 'took back' : 'applied'} ${done.join(', ')}`)
} catch (error) {
  const { message, code } = error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) }
  console.error(`migrate: failed, and changed nothing: ${message || code || 'unknown reason'}`)
  process.exitCode = 1
}
