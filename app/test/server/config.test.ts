import { expect, test } from 'vitest'
import { http } from '../../contract.ts'
import { readConfig } from '../../server/config.ts'

const env = { PGHOST: 'db', PGDATABASE: 'cruddur', PGUSER: 'app', PGPASSWORD: 'secret' }

test('what is not set has a default that is safe', () => {
  expect(readConfig(env)).toEqual({
    host: '0.0.0.0',
    port: http.port,
    release: 'development',
    logLevel: 'info',
    origins: [],
    proxies: 1,
    rateFactor: 1,
    secureCookies: true,
    avatars: undefined,
    cache: undefined,
    pool: undefined,
    telemetry: undefined,
    rollbar: undefined,
    database: {
      host: 'db',
      port: 5432,
      database: 'cruddur',
      user: 'app',
      password: 'secret',
      ssl: { rejectUnauthorized: false },
    },
  })
})

test.each([
  ['disable', false],
  ['require', { rejectUnauthorized: false }],
  ['verify-full', { rejectUnauthorized: true }],
])('PGSSLMODE %s', (PGSSLMODE, ssl) => {
  expect(readConfig({ ...env, PGSSLMODE }).database.ssl).toEqual(ssl)
})

test('verify-full takes the authorities of PGSSLROOTCERT', () => {
  const config = readConfig({ ...env, PGSSLMODE: 'verify-full', PGSSLROOTCERT: import.meta.filename })
  expect(config.database.ssl).toHaveProperty('ca', expect.stringContaining('verify-full takes the authorities'))
})

test('every problem is named at once, with what to set', () => {
  const broken = { PORT: 'http', PGPORT: '0', PGSSLMODE: 'prefer', PGHOST: '', LOG_LEVEL: 'loud' }
  expect(() => readConfig(broken)).toThrow(
    [
      'the environment is not complete:',
      '  PORT must be a port number, like 3000',
      '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      '  PGHOST is empty; set it to the host name of PostgreSQL',
      '  PGPORT must be a port number, like 5432',
      '  PGDATABASE is not set; set it to the name of the database',
      '  PGUSER is not set; set it to the name of the database user',
      '  PGSSLMODE must be one of disable, require, verify-full',
    ].join('\n'),
  )
})

test('a root certificate that cannot be read is a problem of the configuration', () => {
  const broken = { ...env, PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/nowhere.pem' }
  expect(() => readConfig(broken)).toThrow('PGSSLROOTCERT names "/nowhere.pem", which cannot be read')
})

test('a user pool is its id and its client, and both or neither are set', () => {
  const pool = { USERS_POOL_ID: 'eu-west-1_Ab1', USERS_CLIENT_ID: 'c', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }
  const read = readConfig({ ...env, ...pool }).pool
  expect(read).toEqual({ poolId: 'eu-west-1_Ab1', clientId: 'c', endpoint: 'http://127.0.0.1:4566' })
  expect(() => readConfig({ ...env, USERS_POOL_ID: 'eu-west-1_Ab1' })).toThrow(
    'USERS_CLIENT_ID and USERS_POOL_ID are set both',
  )
})

test('origins are origins', () => {
  const ORIGINS = 'https://cruddur.example, http://localhost:5173'
  expect(readConfig({ ...env, ORIGINS }).origins).toEqual(['https://cruddur.example', 'http://localhost:5173'])
  expect(() => readConfig({ ...env, ORIGINS: 'https://cruddur.example/' })).toThrow('ORIGINS must be origins')
})
