import { once } from 'node:events'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../../contract.ts'
import { rollbarOn } from '../../../server/rollbar/rollbar.ts'
import { type BuiltServer, startBuilt } from '../../setup/built-server.ts'
import { type Collector, type Received, startCollector } from '../../setup/collector.ts'
import { envOf, migratedDatabase } from '../../setup/database.ts'

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

const reporter = async (over: Partial<Parameters<typeof rollbarOn>[1]> = {}) => {
  const collector = await startCollector()
  const told: (string | undefined)[] = []
  const options = { release: 'abc123', now: () => new Date(0), onDelivery: (reason?: string) => void told.push(reason) }
  const made = rollbarOn({ token: 'token', environment: 'test', endpoint: collector.url }, { ...options, ...over })
  return { ...made, collector, told }
}

test('when everything fails, the first errors of a minute say it all', async () => {
  let time = 0
  const { report, stop, collector } = await reporter({ perMinute: 3, now: () => new Date(time) })
  for (let at = 0; at < 10; at++) report({ error: new Error(`first ${at}`) })
  await stop()
  expect(collector.received).toHaveLength(3)
  time = 60_000
  report({ error: new Error('in the next minute') })
  await stop()
  expect(collector.received).toHaveLength(4)
  await collector.close()
})

test('no more than some are under way, however long they take', async () => {
  const { report, collector, stop } = await reporter({ atOnce: 2 })
  collector.answer = () => {}
  for (let at = 0; at < 50; at++) report({ error: new Error(`${at}`) })
  await collector.first((received) => (received.length === 2 ? true : undefined))
  await collector.close()
  await stop()
  expect(collector.received).toHaveLength(2)
})

test('reports that do not arrive are told of once, and so is that they do again', async () => {
  const { report, collector, stop, told } = await reporter()
  collector.answer = (response) => void response.writeHead(429).end()
  for (let at = 0; at < 2; at++) {
    report({ error: 'not even an error' })
    await stop()
  }
  expect(told).toEqual(['status 429'])
  collector.answer = (response) => void response.end('{}')
  report({ error: undefined })
  await stop()
  expect(told).toEqual(['status 429', undefined])
  await collector.close()
})
