import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../contract.ts'
import { type BuiltServer, startBuilt } from '../setup/built-server.ts'
import { envOf, migratedDatabase } from '../setup/database.ts'

type Segment = Readonly<Record<string, unknown>>

let daemon: Socket
let server: BuiltServer
const datagrams: string[] = []
const waiting = new Set<() => void>()

beforeAll(async () => {
  const { database, pool } = await migratedDatabase()
  await pool.end()
  daemon = createSocket('udp4')
  daemon.on('message', (datagram) => {
    datagrams.push(datagram.toString())
    for (const look of waiting) look()
  })
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
  server = await startBuilt({
    ...envOf(database),
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    AWS_XRAY_TRACING_NAME: 'cruddur-production-api',
    OTEL_BSP_SCHEDULE_DELAY: '20',
  })
})
afterAll(async () => {
  await server.stop()
  daemon.close()
})

const segments = (): Segment[] => datagrams.map((datagram) => JSON.parse(datagram.split('\n')[1] ?? ''))
const segment = (look: (segment: Segment) => boolean): Promise<Segment> =>
  new Promise((resolve) => {
    const again = (): void => {
      const found = segments().find(look)
      if (!found) return
      waiting.delete(again)
      resolve(found)
    }
    waiting.add(again)
    again()
  })

const now = () => Math.floor(Date.now() / 1000).toString(16)

test('a request is a segment for the daemon, in the trace of the header, and its statement a subsegment', async () => {
  const root = `1-${now()}-0123456789abcdef01234567`
  const header = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`
  await fetch(server.url + routes.home, { headers: { 'X-Amzn-Trace-Id': header } })
  const asked = await segment(({ type, trace_id }) => trace_id === root && type === undefined)
  expect(asked).toMatchObject({
    name: 'cruddur-production-api',
    parent_id: '53995c3f42cd8ad8',
    http: { request: { method: 'GET', url: routes.home }, response: { status: 200 } },
    annotations: { route: routes.home },
  })
  expect(await segment(({ type, trace_id }) => trace_id === root && type === 'subsegment')).toMatchObject({
    namespace: 'remote',
    parent_id: asked.id,
    sql: { database_type: 'PostgreSQL', sanitized_query: expect.stringMatching(/^select \S.* limit \d+$/) },
  })
  expect(datagrams.every((datagram) => datagram.startsWith('{"format": "json", "version": 1}\n'))).toBe(true)
})

test('what the caller decided not to record is not', async () => {
  const [left, kept] = [`1-${now()}-aaaaaaaaaaaaaaaaaaaaaaaa`, `1-${now()}-bbbbbbbbbbbbbbbbbbbbbbbb`]
  const ask = (root: string, sampled: 0 | 1) =>
    fetch(server.url + routes.trends, {
      headers: { 'X-Amzn-Trace-Id': `Root=${root};Parent=53995c3f42cd8ad8;Sampled=${sampled}` },
    })
  await ask(left, 0)
  await ask(kept, 1)
  await segment(({ trace_id }) => trace_id === kept)
  expect(segments().filter(({ trace_id }) => trace_id === left)).toEqual([])
})

test('what there is not is the fault of who asked', async () => {
  const root = `1-${now()}-cccccccccccccccccccccccc`
  await fetch(`${server.url}/api/nothing-here`, {
    headers: { 'X-Amzn-Trace-Id': `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1` },
  })
  const asked = await segment(({ trace_id }) => trace_id === root)
  expect(asked).toMatchObject({ error: true, http: { response: { status: 404 } } })
  expect(asked).not.toHaveProperty('fault')
})
