import { resolve } from 'node:path'
import { pino } from 'pino'
import { createServer } from 'vite'
import { migrate } from '../db/migrate.ts'
import { createPool } from '../db/pool.ts'
import { queriesOf } from '../db/queries.ts'
import { readConfig } from '../server/config.ts'
import { connect } from '../server/connect.ts'
import { tokensOf } from '../server/tokens.ts'
import { apiPlugin } from './api-plugin.ts'
import { startIssuer } from './issuer.ts'
import { localConversations } from './local-conversations.ts'
import { localIdentity } from './local-identity.ts'
import { people } from './people.ts'
import { startPostgres } from './postgres.ts'
import { seed } from './seed.ts'

const seedPassword = 'Posts-expire-7'

const accounts = people.map(({ handle, name }) => ({
  sub: `seed-${handle}`,
  email: `${handle}@cruddur.example`,
  password: seedPassword,
  handle,
  displayName: name,
}))

/**
 * The whole app on this machine: PostgreSQL, its migrations and seed, people who can sign in, the API and the page,
 * reloaded as you edit. A user pool that the environment names is used instead of the one in memory.
 */
export async function main(): Promise<void> {
  const log = pino({ level: 'warn' })
  const postgres = await startPostgres()
  const { host, port, user, password = '', database } = postgres.database
  await migrate(postgres.database, resolve('db/migrations'))
  const pool = createPool(postgres.database, { log })
  await seed(queriesOf(pool))
  await pool.end()
  const pg = { PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGUSER: user, PGPASSWORD: password }
  const local = { PGSSLMODE: 'disable', INSECURE_COOKIES: '1', TRUST_PROXY: '0', RATE_LIMIT_FACTOR: '0' }
  const { deps, quiet, close } = await connect(readConfig({ ...local, ...process.env, ...pg }), log)
  const issuer = await startIssuer()
  const mail = (to: string, code: string): void => console.log(`  mail to ${to}: your code is ${code}`)
  const embedded = {
    tokens: deps.tokens ?? tokensOf(issuer.pool),
    identity: deps.identity ?? localIdentity(issuer, mail, accounts),
    conversations: deps.conversations ?? localConversations(),
  }
  const vite = await createServer({ plugins: [apiPlugin({ ...deps, ...embedded })] })
  await vite.listen()
  console.log(`  database  PGHOST=${host} PGPORT=${port} PGUSER=${user} PGPASSWORD=${password} PGDATABASE=${database}`)
  console.log(`  sign in   ${accounts[0]?.email} with the password ${seedPassword}, or anybody else of the seed`)
  vite.printUrls()
  const end = async (): Promise<void> => {
    quiet()
    await vite.close()
    await close()
    await issuer.close()
    await postgres.stop()
    process.exit(0)
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}
