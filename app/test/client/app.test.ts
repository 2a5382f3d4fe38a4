import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import type pg from 'pg'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { limits, routes } from '../../contract.ts'
import { activitiesOf } from '../../db/activities.ts'
import { probeOf } from '../../db/probe.ts'
import { createApp } from '../../server/create-app.ts'
import { migratedDatabase, silent } from '../setup/database.ts'
import { served } from '../setup/served.ts'
import { viteBuild } from '../setup/vite-build.ts'

const found = inject('browser')
const release = '0123456789abcdef0123456789abcdef01234567'

test('a browser is here', ({ skip }) => {
  if ('path' in found) return
  if (process.env.BROWSER_REQUIRED === '1') expect.fail(found.missing)
  skip(found.missing)
})

describe.skipIf('missing' in found)('the page', () => {
  let browser: Browser
  let page: Page
  let pool: pg.Pool
  let site: Awaited<ReturnType<typeof served>>
  const problems: string[] = []
  let out: string

  beforeAll(async () => {
    pool = (await migratedDatabase()).pool
    out = mkdtempSync(join(tmpdir(), 'cruddur-client-'))
    const built = viteBuild({ outDir: out, env: { VITE_RELEASE: release } })
    const path = 'path' in found ? found.path : undefined
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
    ]
    const [launched] = await Promise.all([chromium.launch({ executablePath: path!, args }), built])
    browser = launched
    page = await browser.newPage()
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    const app = express()
    // As the site's CDN does: the API by its path, files for the rest.
    const api = createApp({ release: 'test', probe: probeOf(pool), activities: activitiesOf(pool), log: silent })
    app.use((request, response, next) => (request.path.startsWith('/api/') ? api(request, response) : next()))
    app.use(express.static(out))
    site = await served(app)
  })
  beforeEach(async () => {
    await pool.query('truncate activities')
    problems.length = 0
  })
  // One page for all, put back as it was: a new one for each would double the time.
  afterEach(async () => {
    await page.unrouteAll()
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.evaluate('localStorage.clear()')
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await pool?.end()
    rmSync(out, { recursive: true, force: true })
  })

  const until = { timeout: 10_000 }
  const posts = () => page.getByRole('listitem')
  const fill = async (handle: string, message: string): Promise<void> => {
    await page.getByLabel('Handle').fill(handle)
    await page.getByLabel('Message').fill(message)
  }

  test('an empty feed says so, a post is shown at once and is there after a reload', async () => {
    await page.goto(site.url)
    await page.getByText('Nothing here yet.').waitFor(until)
    await fill('@andrew', 'Hello, cloud <b>campers</b>')
    await page.getByRole('button', { name: 'Post' }).click()
    await posts().getByText('Hello, cloud <b>campers</b>').waitFor(until)
    expect(await page.getByLabel('Message').inputValue()).toBe('')
    await page.reload()
    await posts().getByText('@andrew').waitFor(until)
    expect(await posts().count()).toBe(1)
    expect(await page.getByLabel('Handle').inputValue()).toBe('@andrew')
    expect(problems).toEqual([])
  })

  test('older posts come when asked for, each once', async () => {
    await pool.query(
      `insert into activities (handle, message, created_at, expires_at)
       select 'a', 'post ' || n, now() - n * interval '1 minute', now() + interval '1 day' from generate_series(1, $1::int) n`,
      [limits.page + 3],
    )
    await page.goto(site.url)
    await page.getByRole('button', { name: 'Show older' }).click(until)
    await posts()
      .getByText(`post ${limits.page + 3}`)
      .waitFor(until)
    expect(await posts().count()).toBe(limits.page + 3)
    expect(await page.getByRole('button', { name: 'Show older' }).count()).toBe(0)
  })

  test('the counter counts characters as the server does, and a message over the limit cannot be posted', async () => {
    await page.goto(site.url)
    await fill('andrew', '🐈'.repeat(limits.message))
    await page.getByText('0 left', { exact: true }).waitFor(until)
    expect(await page.getByRole('button', { name: 'Post' }).isEnabled()).toBe(true)
    await fill('andrew', 'x'.repeat(limits.message + 2))
    await page.getByText('2 too many').waitFor(until)
    expect(await page.getByRole('button', { name: 'Post' }).isDisabled()).toBe(true)
  })

  test('what the server refuses is said in its words, and the message is kept', async () => {
    await page.goto(site.url)
    await fill('no spaces please', 'hello')
    await page.getByRole('button', { name: 'Post' }).click()
    const alert = page.getByRole('alert')
    await alert.waitFor(until)
    expect(await alert.textContent()).toBe('Handle must be 1 to 30 letters, digits or underscores.')
    expect(await page.getByLabel('Message').inputValue()).toBe('hello')
  })

  test('a feed that cannot be loaded can be tried again', async () => {
    await page.route(`**${routes.home}`, (route) => route.abort(), { times: 1 })
    await page.goto(site.url)
    await page.getByText('The feed could not be loaded.').waitFor(until)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Nothing here yet.').waitFor(until)
  })

  test('the page names its release', async () => {
    await page.goto(site.url)
    expect(await page.locator('meta[name="release"]').getAttribute('content')).toBe(release)
    expect(await page.getByRole('contentinfo').textContent()).toContain('release 0123456789ab')
  })

  test('every control has a name, and nothing overflows a small phone', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await pool.query(`insert into activities (handle, message, expires_at) values ($1, $2, now() + interval '1 day')`, [
      'h'.repeat(limits.handle),
      'w'.repeat(limits.message),
    ])
    await page.goto(site.url)
    await posts().waitFor(until)
    const unnamed = await page
      .locator('input, select, textarea')
      .evaluateAll(
        (fields) => fields.filter((field) => !(field as unknown as { labels: unknown[] }).labels.length).length,
      )
    expect(unnamed).toBe(0)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })
})
