import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { built } from './site/built.ts'

test('what every visitor loads is less than 120 kB of script, and the pages come when they are needed', {
  timeout: 120_000,
}, async () => {
  const folder = await built()
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '')
  const size = first.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).length, 0)
  expect(first.length).toBeGreaterThan(0)
  expect(size).toBeLessThan(120_000)
  const all = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'))
  expect(all.length).toBeGreaterThan(first.length + 10)
})

test('the page has neither scripts nor styles within it', { timeout: 120_000 }, async () => {
  const html = readFileSync(join(await built(), 'index.html'), 'utf8')
  expect(html).not.toMatch(/<style|<script(?![^>]* src=)|style="|\son\w+="/)
})
