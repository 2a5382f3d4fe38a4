import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Site, startSite } from './site/site.ts'
import { missing, type Visitors, visitorsOf } from './site/visitors.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
    await page.waitForFunction(`!document.querySelector('.skeleton')`)
  }
  const violations = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(axe)
    const { violations: found } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    )
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }

  test.each(['light', 'dark'] as const)('in the %s theme has nothing that axe finds', async (colorScheme) => {
    const visitor = await visitors.visit({ colorScheme })
    for (const path of [...open, ...account]) {
      await settled(visitor.page, path)
      expect(await violations(visitor.page), path).toEqual([])
    }
    const member = await visitors.signedIn(colorScheme, { colorScheme })
    for (const path of own) {
      await settled(member.page, path)
      expect(await violations(member.page), path).toEqual([])
    }
    await settled(member.page, '/')
    await member.page.getByText('hello').first().click()
    await member.page.getByRole('heading', { name: 'Replies' }).waitFor()
    await member.page.getByRole('button', { name: /^Reply/ }).first().click()
    await member.page.getByLabel('Your reply').waitFor()
    expect(await violations(member.page), 'the reply dialog').toEqual([])
    // Nothing was complained about: the policy of the site, which allows no inline style, was kept.
    expect([...visitor.complaints, ...member.complaints]).toEqual([])
  })

  test.each([320, 390, 700, 1020, 1600])('is no wider than a screen of %i pixels', async (width) => {
    const { page } = await visitors.visit({ viewport: { width, height: 700 } })
    for (const path of [...open, ...account]) {
      await settled(page, path)
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width)
    }
  })
})
