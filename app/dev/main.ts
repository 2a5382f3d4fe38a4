import { resolve } from 'node:path'
import { pino } from 'pino'
import { createServer } from 'vite'
import { migrate } from '../db/migrate.ts'
import { readConfig } from '../server/config.ts'
import { apiPlugin } from './api-plugin.ts'
import { startCloud } from './cloud.ts'
import { accounts, fill } from './fill.ts'
import { onSignal } from './on-signal.ts'
import { startPostgres } from './postgres.ts'

/**
 * The whole app on this machine: PostgreSQL, its migrations and seed, a local AWS with users, messages, buckets and
 * functions, the API and the page, reloaded as you edit. What the environment names is used instead of the local one.
 */
export async function main(): Promise<void> {
  const log = pino({ level: 'warn' })
  const signal = onSignal()
  const postgres = await startPostgres()
  const { host, port, user, password = '', database } = postgres.database
  await migrate(postgres.database, resolve('db/migrations'))
  const { aws, pool, env } = await startCloud({
    database: postgres.database,
    onMail: (to, code) => console.log(`  mail to ${to}: your code is ${code}`),
    onLine: (name, line) => void (/"level":(50|60)|ERROR/.test(line) && console.log(`  ${name}: ${line}`)),
  })
  const pg = { PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGUSER: user, PGPASSWORD: password }
  const local = { PGSSLMODE: 'disable', INSECURE_COOKIES: '1', TRUST_PROXY: '0', RATE_LIMIT_FACTOR: '0' }
  // The AWS SDK finds its region and keys in the environment of the process, here as in a container.
  for (const [name, value] of Object.entries(env)) process.env[name] ??= value
  const config = readConfig({ ...local, ...process.env, ...pg })
  await fill(config, { ...aws, poolId: pool.poolId })

  const vite = await createServer({ plugins: [apiPlugin(config, log)] })
  await vite.listen()
  console.log(`  database  PGHOST=${host} PGPORT=${port} PGUSER=${user} PGPASSWORD=${password} PGDATABASE=${database}`)
  console.log(`  local AWS AWS_ENDPOINT_URL=${aws.endpoint} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`)
  console.log(
    `  sign in   ${accounts[0]?.email} with the password ${accounts[0]?.password}, or anybody else of the seed`,
  )
  vite.printUrls()
  await signal.first
  await vite.close()
  await aws.stop()
  await postgres.stop()
  process.exit(0)
}
