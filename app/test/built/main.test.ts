import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { type Activity, type Feed, http, routes } from '../../contract.ts'
import { queriesOf } from '../../db/queries.ts'
import { usersOf } from '../../db/users.ts'
import { freePort } from '../../dev/free-port.ts'
import { startIssuer } from '../../dev/issuer.ts'
import { emptyDatabase, envOf, migratedDatabase, names } from '../setup/database.ts'
import { openStream } from '../setup/stream.ts'
import { viteBuild } from '../setup/vite-build.ts'

const root = join(import.meta.dirname, '../..')
// Outside the app: what is built holds its dependencies, and finds none here.
const out = mkdtempSync(join(tmpdir(), 'cruddur-server-'))

beforeAll(() => viteBuild({ config: 'vite.server.config.ts', outDir: out }), 180_000)
afterAll(() => rmSync(out, { recursive: true, force: true }))

const start = (script: string, env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [join(out, script)], { cwd: root, env: { PATH: process.env.PATH, ...env } })

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  return { code, output }
}

/** The lines of the log as they come; gives the first with a message. */
function logOf(child: ChildProcess): (message: string) => Promise<Record<string, unknown>> {
  const lines: Record<string, unknown>[] = []
  const waiting = new Set<() => void>()
  createInterface(child.stdout!).on('line', (line) => {
    lines.push(JSON.parse(line))
    for (const look of waiting) look()
  })
  return (message) =>
    new Promise((resolve) => {
      const look = (): void => {
        const line = lines.find(({ msg }) => String(msg).startsWith(message))
        if (!line) return
        waiting.delete(look)
        resolve(line)
      }
      waiting.add(look)
      look()
    })
}

test('on SIGTERM the server takes no new connection, finishes the request under way and exits with 0', async () => {
  const { database, pool } = await migratedDatabase()
  const port = await freePort()
  const server = start('main.js', {
    ...envOf(database),
    HOST: '127.0.0.1',
    PORT: String(port),
    RELEASE: 'abc123',
    LOG_LEVEL: 'debug',
  })
  const exit = once(server, 'exit')
  const logged = logOf(server)
  expect(await logged('listening')).toMatchObject({ port, release: 'abc123' })
  const probe = await ended(start('probe.js', { PORT: String(port) }))
  expect(probe.code).toBe(0)

  // A locked table keeps a request under way for as long as the test wants, on a connection that would be kept alive.
  const lock = await pool.connect()
  await lock.query('begin; lock table activities in access exclusive mode')
  const agent = new Agent({ keepAlive: true })
  const answer = once(get({ agent, port, host: '127.0.0.1', path: routes.home }), 'response')
  const waits = `select count(*)::int as waiting from pg_locks where not granted and relation = 'activities'::regclass`
  await expect.poll(async () => (await pool.query(waits)).rows[0].waiting, { timeout: 10_000 }).toBe(1)

  server.kill('SIGTERM')
  await logged('stopping')
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}${http.health}`).then(
          () => 'answered',
          () => 'refused',
        ),
      { timeout: 10_000 },
    )
    .toBe('refused')
  expect(server.exitCode).toBeNull()

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
  const env = { HOST: '127.0.0.1', USERS_POOL_ID: poolId, USERS_CLIENT_ID: clientId, AWS_ENDPOINT_URL: endpoint }
  const task = async () => {
    const port = await freePort()
    const child = start('main.js', { ...envOf(database), ...env, PORT: String(port) })
    await logOf(child)('listening')
    const stop = async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    }
    onTestFinished(stop)
    return { url: `http://127.0.0.1:${port}`, stop }
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
  const { code, output } = await ended(start('main.js', { PORT: 'x' }))
  expect(code).toBe(1)
  expect(output.match(/^ {2}\w+/gm)).toEqual(['  PORT', '  PGHOST', '  PGDATABASE', '  PGUSER'])
})

test('the probe fails where nothing listens', async () => {
  expect((await ended(start('probe.js', { PORT: String(await freePort()) }))).code).toBe(1)
})

test('migrate applies, then has nothing to do', async () => {
  const env = envOf(await emptyDatabase())
  expect(await ended(start('migrate.js', env))).toEqual({
    code: 0,
    output: `migrate: applied ${names.join(', ')}\n`,
  })
  expect(await ended(start('migrate.js', env))).toEqual({ code: 0, output: 'migrate: nothing to do\n' })
})

test('migrate that cannot reach the database fails with the reason', async () => {
  const env = { ...envOf(inject('postgres')), PGPASSWORD: 'wrong' }
  const { code, output } = await ended(start('migrate.js', env))
  expect(code).toBe(1)
  expect(output).toContain('migrate: failed, and changed nothing: password authentication failed for user "postgres"')
})
