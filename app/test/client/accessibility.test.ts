import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settled } from './site/settled.ts'
import { type Site, startSite } from './site/site.ts'
import { violations } from './site/violations.ts'
import { missing, type Visitors, visitorsOf } from './site/visitors.ts'

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
