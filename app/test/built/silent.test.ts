import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { routes } from '../../contract.ts'
import { startBuilt } from '../setup/built-server.ts'
import { startCollector } from '../setup/collector.ts'
import { envOf, migratedDatabase } from '../setup/database.ts'

/** What a server logs that is asked once and stopped, and which of its files it loaded: what coverage was measured of. */
async function runOf(env: Record<string, string>) {
  const { database, pool } = await migratedDatabase()
  await pool.end()
  const coverage = mkdtempSync(join(tmpdir(), 'cruddur-loaded-'))
  onTestFinished(() => rmSync(coverage, { recursive: true, force: true }))
  const server = await startBuilt({ ...envOf(database), NODE_V8_COVERAGE: coverage, ...env })
  expect((await fetch(server.url + routes.home)).status).toBe(200)
  expect(await server.stop()).toBe(0)
  const loaded = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url.replace(/.*\//, ''))
  })
  return { loaded, said: server.lines.map(({ msg }) => msg) }
}

const watchers = /^(start-telemetry|rollbar)\b/

test('without configuration nothing of it is loaded, sent or said', async () => {
  const { loaded, said } = await runOf({})
  expect(loaded).toContain('main.js')
  expect(loaded.filter((name) => watchers.test(name))).toEqual([])
  expect(said).toContain('listening')
  expect(said.filter((line) => /telemetry|rollbar|trace/i.test(String(line)))).toEqual([])
})

test('variables that are empty, and ones that switch it off, are no configuration', async () => {
  const collector = await startCollector()
  const { loaded } = await runOf({
    OTEL_SDK_DISABLED: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: '',
    ROLLBAR_ACCESS_TOKEN: '',
  })
  expect(loaded.filter((name) => watchers.test(name))).toEqual([])
  expect(collector.received).toEqual([])
  await collector.close()
})

test('with configuration it is', async () => {
  const { loaded } = await runOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    ROLLBAR_ACCESS_TOKEN: 'token',
  })
  expect(loaded.filter((name) => watchers.test(name))).toHaveLength(2)
})
