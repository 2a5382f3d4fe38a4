import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import type { Database } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { createPool } from '../db/pool.ts'
import { type Issuer, startIssuer } from '../dev/issuer.ts'
import { startPostgres } from '../dev/postgres.ts'
import { readDatabase } from '../server/config.ts'
import { compare } from './compare.ts'
import { fill } from './fill.ts'
import { slopeOf, watchMemory } from './memory.ts'
import { loader, measured } from './processes.ts'
import { print, type Result } from './report.ts'
import { type Requests, requestsOf } from './requests.ts'

const say = (text: string): void => void process.stderr.write(`bench: ${text}\n`)

const cases: readonly { name: string; requests: keyof Requests; isCached?: true }[] = [
  { name: 'home feed, newest page', requests: 'first' },
  { name: 'home feed, newest page, signed in', requests: 'firstSignedIn' },
  { name: 'home feed, pages far down', requests: 'older' },
  { name: 'home feed, pages far down, signed in', requests: 'olderSignedIn' },
  { name: 'posting', requests: 'post' },
  { name: 'home feed, newest page, with the cache', requests: 'first', isCached: true },
]

const options = {
  activities: { type: 'string', default: '1000000' },
  requests: { type: 'string', default: '200000' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '4' },
  connections: { type: 'string', default: '16' },
  only: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
} as const

/** Measures the app beside a bare server on the same database, then the app's memory; prints figures and asserts nothing. */
export async function main(given: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...given], options })
  const wanted = cases.filter(({ requests }) => values.only === '' || values.only.split(',').includes(requests))
  // A database that the environment names is taken as it is: filling one takes most of a minute.
  const own = process.env.PGHOST === undefined ? await startPostgres() : undefined
  const ends: (() => unknown)[] = own ? [() => own.stop()] : []
  const ended = <E extends { stop(): unknown }>(one: E): E => {
    ends.unshift(() => one.stop())
    return one
  }
  try {
    const database = own?.database ?? readDatabase(process.env)
    if (own) {
      say(`filling a database with ${values.activities} activities`)
      await migrate(database, resolve('db/migrations'))
      await fill(database, Number(values.activities))
    }
    const issuer = await startIssuer()
    ends.unshift(() => issuer.close())
    const pool = createPool(database, { log: pino({ level: 'silent' }) })
    const requests = await requestsOf(pool, issuer)
    await pool.end()

    const env = envOf(database, issuer.pool)
    const load = ended(loader())
    const app = ended(await measured('served', { ...env, BENCH_CACHE: 'off' }))
    const cached = ended(await measured('served', env))
    const bare = ended(await measured('bare', env))
    const run: typeof load.run = async (given) => {
      const loaded = await load.run(given)
      if (loaded.refused > 0) say(`${loaded.refused} of ${loaded.answered} answers were refusals`)
      return loaded
    }
    const rounds = {
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      connections: Number(values.connections),
    }
    const rows: Result['rows'][number][] = []
    for (const { name, requests: those, isCached } of wanted) {
      say(name)
      const [ours, theirs] = await compare([isCached ? cached : app, bare], {
        ...rounds,
        run,
        requests: requests[those],
      })
      if (ours && theirs) rows.push({ name, app: ours, bare: theirs, ratio: ours.perSecond / theirs.perSecond })
    }
    const many = Number(values.requests)
    if (many > 0) say(`memory over ${many} requests`)
    const samples = many > 0 ? await watchMemory(cached, { run, say, requests, many, steps: 20 }) : []
    const slopes = { heap: slopeOf(samples, 'heap'), rss: slopeOf(samples, 'rss') }
    const result: Result = { node: process.version, processors: cpus().length, ...rounds, rows, samples, slopes }
    console.log(values.json ? JSON.stringify(result, null, 2) : print(result))
  } finally {
    for (const end of ends) await end()
  }
}

const envOf = ({ host, port, database, user, password }: Database, users: Issuer['pool']): Record<string, string> => ({
  PGHOST: host,
  PGPORT: String(port),
  PGDATABASE: database,
  PGUSER: user,
  PGPASSWORD: password ?? '',
  PGSSLMODE: 'disable',
  USERS_POOL_ID: users.poolId,
  USERS_CLIENT_ID: users.clientId,
  AWS_ENDPOINT_URL: users.endpoint,
  HOST: '127.0.0.1',
  PORT: '0',
  RELEASE: 'bench',
  TRUST_PROXY: '0',
  // Limits are counted, and never reached.
  RATE_LIMIT_FACTOR: '100000',
})
