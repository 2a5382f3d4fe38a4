import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type Activity, type Feed, http, routes } from '../../contract.ts'
import { queriesOf } from '../../db/queries.ts'
import { usersOf } from '../../db/users.ts'
import { freePort } from '../../dev/free-port.ts'
import { startIssuer } from '../../dev/issuer.ts'
import { startBuilt, startScript } from '../setup/built-server.ts'
import { emptyDatabase, envOf, migratedDatabase, names } from '../setup/database.ts'
import { openStream } from '../setup/stream.ts'

const run = async (script: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> => {
  const child = await startScript(script, env)
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  return { code, output }
}

test('on SIGTERM the server takes no new connection, finishes the request under way and exits with 0', async () => {
  const { database, pool } = await migratedDatabase()
  const server = await startBuilt({ ...envOf(database), RELEASE: 'abc123', LOG_LEVEL: 'debug' })
  const port = Number(new URL(server.url).port)
  const exit = once(server.process, 'exit')
  expect(await server.logged('listening')).toMatchObject({ port, release: 'abc123' })
  expect((await run('probe.js', { PORT: String(port) })).code).toBe(0)

  // A locked table keeps a request under way for as long as the test wants, on a connection that would be kept alive.
  const lock = await pool.connect()
  await lock.query('begin; lock table activities in access exclusive mode')
  const agent = new Agent({ keepAlive: true })
  const answer = once(get({ agent, port, host: '127.0.0.1', path: routes.home }), 'response')
  const waits = `select count(*)::int as waiting from pg_locks where not granted and relation = 'activities'::regclass`
  await expect.poll(async () => (await pool.query(waits)).rows[0].waiting, { timeout: 10_000 }).toBe(1)

  server.process.kill('SIGTERM')
  await server.logged('stopping')
  await expect
    .poll(
      () =>
        fetch(server.url + http.health).then(
          () => 'answered',
          () => 'refused',
        ),
      { timeout: 10_000 },
    )
    .toBe('refused')
  expect(server.process.exitCode).toBeNull()

  await lock.query('commit')
  lock.release()
  const [response] = await answer
  expect(response.statusCode).toBe(200)
  response.resume()
  expect(await exit).toEqual([0, null])
  agent.destroy()
  await pool.end()
})

test('tasks show each other what happens, and a page goes on at the next one where the last one stopped', async () => {
  const [{ database, pool }, issuer] = [await migratedDatabase(), await startIssuer()]
  const sub = randomUUID()
  await usersOf(queriesOf(pool), () => null).ensure({ sub, handle: 'ann', displayName: 'Ann' })
  const { poolId, clientId, endpoint } = issuer.pool
  const env = { USERS_POOL_ID: poolId, USERS_CLIENT_ID: clientId, AWS_ENDPOINT_URL: endpoint }
  const task = async () => {
    const server = await startBuilt({ ...envOf(database), ...env })
    onTestFinished(async () => void (await server.stop()))
    return server
  }
  const [one, two] = [await task(), await task()]
  const headers = { Authorization: `Bearer ${await issuer.token(sub)}`, 'Content-Type': 'application/json' }
  const post = async (message: string) => {
    const response = await fetch(one.url + routes.activities, {
      method: 'POST',
      headers,
      body: JSON.stringify({ message }),
    })
    return (await response.json()) as Activity
  }
  const first = async ({ url }: { url: string }) =>
    ((await (await fetch(url + routes.home)).json()) as Feed).activities[0]?.message

  const stream = await openStream(two.url + routes.events)
  expect(await first(two)).toBeUndefined()
  const { id } = await stream.next('activity', (await post('seen')).id)
  expect(await first(two)).toBe('seen')

  await two.stop()
  await stream.ended
  const missed = [await post('missed 1'), await post('missed 2')]
  const again = await openStream((await task()).url + routes.events, { 'Last-Event-ID': id ?? '' })
  onTestFinished(() => again.close())
  const now = await post('now')
  await again.next('activity', now.id)
  const told = again.frames.flatMap(({ event, data }) => (event === 'activity' ? [(data as Activity).message] : []))
  expect(told).toEqual([...missed, now].map(({ message }) => message))
  await issuer.close()
  await pool.end()
})

test('a server without its configuration says all that is missing and exits with 1', async () => {
  const { code, output } = await run('main.js', { PORT: 'x' })
  expect(code).toBe(1)
  expect(output.match(/^ {2}\w+/gm)).toEqual(['  PORT', '  PGHOST', '  PGDATABASE', '  PGUSER'])
})

test('the probe fails where nothing listens', async () => {
  expect((await run('probe.js', { PORT: String(await freePort()) })).code).toBe(1)
})

test('migrate applies, then has nothing to do', async () => {
  const env = envOf(await emptyDatabase())
  expect(await run('migrate.js', env)).toEqual({
    code: 0,
    output: `migrate: applied ${names.join(', ')}\n`,
  })
  expect(await run('migrate.js', env)).toEqual({ code: 0, output: 'migrate: nothing to do\n' })
})

test('migrate that cannot reach the database fails with the reason', async () => {
  const env = { ...envOf(inject('postgres')), PGPASSWORD: 'wrong' }
  const { code, output } = await run('migrate.js', env)
  expect(code).toBe(1)
  expect(output).toContain('migrate: failed, and changed nothing: password authentication failed for user "postgres"')
})
