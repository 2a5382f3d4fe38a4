import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { routes } from '../../contract.ts'
import { freePort } from '../../dev/free-port.ts'
import { type BuiltServer, startBuilt } from '../setup/built-server.ts'
import { type Collector, seriesOf, spansOf, startCollector } from '../setup/collector.ts'
import { envOf, migratedDatabase } from '../setup/database.ts'

let database: Record<string, string>
beforeAll(async () => {
  const made = await migratedDatabase()
  await made.pool.end()
  database = envOf(made.database)
})

const servers: BuiltServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.process.exitCode ?? server.stop())))

const start = async (env: Record<string, string>): Promise<BuiltServer> => {
  const server = await startBuilt({ ...database, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ...env })
  servers.push(server)
  return server
}
const collecting = async (): Promise<Collector> => {
  const collector = await startCollector()
  onTestFinished(() => collector.close())
  return collector
}
const home = async ({ url }: BuiltServer): Promise<number> => (await fetch(url + routes.home)).status
const soon = { OTEL_EXPORTER_OTLP_TIMEOUT: '500', OTEL_BSP_SCHEDULE_DELAY: '20', OTEL_METRIC_EXPORT_INTERVAL: '200' }

test('where no collector is, requests are answered and the log says so once', async () => {
  const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`, ...soon })
  expect(await home(server)).toBe(200)
  expect(await server.logged('telemetry: does not arrive')).toMatchObject({ level: 40, reason: expect.any(String) })
  for (let at = 0; at < 20; at++) expect(await home(server)).toBe(200)
  expect(await server.stop()).toBe(0)
  const said = server.lines.filter(({ msg }) => String(msg).startsWith('telemetry'))
  expect(new Set(said.map(({ to }) => to)).size).toBe(said.length)
})

test('a collector that refuses and then does not is told of, and gets what comes after', async () => {
  const collector = await collecting()
  collector.answer = (response) => void response.writeHead(400).end('no')
  const server = await start({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`, ...soon })
  expect(await home(server)).toBe(200)
  expect(await server.logged('telemetry: does not arrive')).toMatchObject({ to: 'traces' })
  collector.answer = (response) => void response.end('{}')
  expect(await home(server)).toBe(200)
  expect(await server.logged('telemetry: arrives again')).toMatchObject({ to: 'traces' })
  // Only traces have an address: nothing else is sent.
  expect(new Set(collector.received.map(({ path }) => path))).toEqual(new Set(['/v1/traces']))
})

test('a collector that never answers holds up neither requests nor the end of the process', async () => {
  const collector = await collecting()
  collector.answer = () => {}
  const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...soon })
  expect(await home(server)).toBe(200)
  await collector.first((received) => received[0])
  for (let at = 0; at < 20; at++) expect(await home(server)).toBe(200)
  expect(await server.stop()).toBe(0)
})

test('what is still here is sent on SIGTERM', async () => {
  const collector = await collecting()
  const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '600000' })
  expect(await home(server)).toBe(200)
  expect(collector.received).toEqual([])
  expect(await server.stop()).toBe(0)
  expect(spansOf(collector.received).map(({ name }) => name)).toContain(`GET ${routes.home}`)
  expect(seriesOf(collector.received).map(({ name }) => name)).toContain('http.server.request.duration')
})

test('unless it is told otherwise it speaks protobuf, and an address for everything has the paths below it', async () => {
  const collector = await collecting()
  const server = await startBuilt({ ...database, OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/otlp/`, ...soon })
  servers.push(server)
  expect(await home(server)).toBe(200)
  const sent = await collector.first((received) => received.find(({ path }) => path === '/otlp/v1/traces'))
  expect(sent.headers['content-type']).toBe('application/x-protobuf')
  expect(sent.body.includes(`GET ${routes.home}`)).toBe(true)
})
