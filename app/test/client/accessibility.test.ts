import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Site, startSite } from './site/site.ts'
import { missing, type Visitors, visitorsOf } from './site/visitors.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Found = {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** The colours of a theme come with the next frame, and the short way to them is over. */
const colorsSettled = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => done()))))`

/** What axe looks for in each theme. */
const themes = { light: '', dark: `{ runOnly: ['color-contrast'] }` } as const

const open = ['/', '/search?q=hello', '/@andrew', '/metrics', '/about', '/terms', '/privacy', '/nowhere']
const account = ['/signup', '/signin', '/confirm?email=a@example.com', '/forgot']
const own = ['/', '/notifications', '/messages', '/messages/new/bayko', '/@andrew']

describe.skipIf(missing)('every page', { timeout: 120_000 }, () => {
  let site: Site
  let visitors: Visitors
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
    const [andrew, bayko] = [await site.api.someone('seeded'), await visitors.signedIn('bayko')]
    const { body } = await site.api.call<{ id: string }>('POST', '/api/activities', {
      as: andrew,
      body: { message: `hello ${'w'.repeat(200)}` },
    })
    await site.api.call('POST', `/api/activities/${body.id}/replies`, { as: andrew, body: { message: 'and again' } })
    await bayko.page.context().close()
  }, 120_000)
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  const settled = async (page: Page, path: string): Promise<void> => {
    await page.goto(path)
    await page.locator('h1').first().waitFor()
    await page.locator('.skeleton').first().waitFor({ state: 'detached' })
  }
  /** What axe finds; in the dark, only contrast can be different. */
  const violations = async (page: Page): Promise<readonly string[]> => {
    const found: string[] = []
    for (const [colorScheme, options] of Object.entries(themes)) {
      await page.emulateMedia({ colorScheme: colorScheme as keyof typeof themes })
      await page.evaluate(colorsSettled)
      const { violations } = await page.evaluate<Found>(`${axe}; axe.run(${options})`)
      for (const { id, nodes } of violations) {
        found.push(`${colorScheme}, ${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      }
    }
    return found
  }

  test('has nothing that axe finds, in neither theme, for whoever is not signed in', async () => {
    const { page, complaints } = await visitors.visit()
    for (const path of [...open, ...account]) {
      await settled(page, path)
      expect(await violations(page), path).toEqual([])
    }
    // Nothing was complained about: the policy of the site, which allows no inline style, was kept.
    expect(complaints).toEqual([])
  })

  test('has nothing that axe finds, in neither theme, for whoever is', async () => {
    const { page, complaints } = await visitors.signedIn('member')
    for (const path of own) {
      await settled(page, path)
      expect(await violations(page), path).toEqual([])
    }
    await settled(page, '/')
    await page.getByText('hello').first().click()
    await page.getByRole('heading', { name: 'Replies' }).waitFor()
    await page
      .getByRole('button', { name: /^Reply/ })
      .first()
      .click()
    await page.getByLabel('Your reply').waitFor()
    expect(await violations(page), 'the reply dialog').toEqual([])
    expect(complaints).toEqual([])
  })

  test('is no wider than the screen, whatever its size', async () => {
    const [visitor, member] = [await visitors.visit(), await visitors.signedIn('wide')]
    const pages = [
      ...[...open, ...account].map((path) => ({ ...visitor, path })),
      ...own.map((path) => ({ ...member, path })),
    ]
    for (const { page, path } of pages) {
      await settled(page, path)
      for (const width of [320, 390, 700, 1020, 1240, 1600]) {
        await page.setViewportSize({ width, height: 700 })
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${path} at ${width}`).toBeLessThanOrEqual(
          width,
        )
      }
    }
  })
})
