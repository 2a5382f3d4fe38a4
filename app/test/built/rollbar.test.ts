import { once } from 'node:events'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../contract.ts'
import { type BuiltServer, startBuilt } from '../setup/built-server.ts'
import { type Collector, type Received, startCollector } from '../setup/collector.ts'
import { envOf, migratedDatabase } from '../setup/database.ts'

let rollbar: Collector
let server: BuiltServer
let pool: pg.Pool
let database: Record<string, string>

const start = (env: Record<string, string> = {}) =>
  startBuilt({
    ...database,
    RELEASE: 'abc123',
    ROLLBAR_ACCESS_TOKEN: 'post-server-item',
    ROLLBAR_ENVIRONMENT: 'staging',
    ROLLBAR_ENDPOINT: `${rollbar.url}/api/1/item/`,
    ...env,
  })

beforeAll(async () => {
  const made = await migratedDatabase()
  pool = made.pool
  database = envOf(made.database)
  rollbar = await startCollector()
  server = await start()
})
afterAll(async () => {
  await server.stop()
  await rollbar.close()
  await pool.end()
})

const dataOf = ({ body }: Received) => JSON.parse(body.toString()).data
const reported = (text: string) => rollbar.first((received) => received.find(({ body }) => body.includes(text)))

test('an error of ours is reported with its request, and without what is a secret in it', async () => {
  await pool.query('alter table activities rename to activities_gone')
  const url = `${server.url}${routes.search}?term=hush-hush`
  const { status } = await fetch(url, { headers: { Cookie: 'refresh=secret-cookie', 'User-Agent': 'tests' } })
  expect(status).toBe(500)
  const item = await reported('search')
  expect(item.path).toBe('/api/1/item/')
  expect(item.headers['x-rollbar-access-token']).toBe('post-server-item')
  const data = dataOf(item)
  expect(data).toMatchObject({
    environment: 'staging',
    code_version: 'abc123',
    level: 'error',
    framework: 'express',
    context: `GET ${routes.search}`,
    request: { method: 'GET', url: `${server.url}${routes.search}`, headers: { 'user-agent': 'tests' } },
    custom: { status: 500 },
    body: { trace: { exception: { message: expect.stringContaining('does not exist') } } },
  })
  expect(data.body.trace.frames.at(-1)).toMatchObject({ lineno: expect.any(Number), filename: expect.any(String) })
  expect(item.body.toString()).not.toMatch(/hush-hush|secret-cookie/)
  await pool.query('alter table activities_gone rename to activities')
})

test('what a caller does wrong is not reported', async () => {
  const before = rollbar.received.length
  expect((await fetch(`${server.url}/api/nothing-here`)).status).toBe(404)
  expect((await fetch(server.url + routes.notifications)).status).toBe(401)
  expect((await fetch(server.url + routes.home)).status).toBe(200)
  expect(rollbar.received).toHaveLength(before)
})

test('an error that nothing catches is reported before the process ends with 1', async () => {
  const throwing = `process.on('SIGUSR2',()=>{throw%20new%20Error('boom')})`
  const crashing = await start({ NODE_OPTIONS: `--import=data:text/javascript,${throwing}` })
  const exit = once(crashing.process, 'exit')
  crashing.process.kill('SIGUSR2')
  expect(await exit).toEqual([1, null])
  const item = rollbar.received.find(({ body }) => body.includes('boom'))
  expect(dataOf(item!)).toMatchObject({ level: 'critical', body: { trace: { exception: { message: 'boom' } } } })
  expect(crashing.lines.at(-1)).toMatchObject({ level: 60, msg: 'crashed', err: { message: 'boom' } })
})
