import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../contract.ts'
import { settled } from './site/settled.ts'
import { type Site, startSite } from './site/site.ts'
import { violations } from './site/violations.ts'
import { missing, type Visitors, visitorsOf } from './site/visitors.ts'

const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent
    ?? document.activeElement.textContent`)

/** Goes on by Tab until something has the focus; there is an end to it. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = []
  while (passed.length < 60) {
    await page.keyboard.press('Tab')
    passed.push((await focused(page)).trim())
    if (passed.at(-1) === name) return
  }
  throw new Error(`"${name}" never had the focus, but ${passed.join(', ')}`)
}

const sizes = { 'on a phone': { width: 390, height: 844 }, 'on a desk': { width: 1280, height: 900 } }

describe.skipIf(missing).each(Object.entries(sizes))('%s', { timeout: 120_000 }, (_, viewport) => {
  let site: Site
  let visitors: Visitors
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
    const andrew = await site.api.someone('andrew')
    await site.api.call('POST', routes.activities, { as: andrew, body: { message: 'hello' } })
  }, 120_000)
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  test('signing up with nothing filled in says so at each field, to eyes, axe and whoever uses the keyboard', async () => {
    const { page, complaints } = await visitors.visit({ viewport })
    await settled(page, '/signup')
    await tabTo(page, 'Create account')
    await page.keyboard.press('Enter')
    await page.getByText('Write the name that others will see.').waitFor()
    expect(await focused(page)).toBe('Name')
    expect(await page.locator('[aria-invalid=true][aria-describedby]').count()).toBe(4)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a conversation is opened, read and written in by keyboard, and axe finds nothing in it', async () => {
    const handle = `reader${viewport.width}`
    const { page, complaints } = await visitors.signedIn(handle, { viewport })
    const ben = await site.api.someone(`ben${viewport.width}`)
    await settled(page, '/')
    await site.api.call('POST', routes.conversations, { as: ben, body: { handle, message: 'Are you there?' } })
    await settled(page, '/messages')
    await page.getByRole('region', { name: 'Conversations' }).getByRole('link').focus()
    await page.keyboard.press('Enter')
    await page.getByText('Are you there?').waitFor()
    await tabTo(page, 'Your message')
    await page.keyboard.type('I am.')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'What was said' }).getByText('I am.', { exact: true }).waitFor()
    expect(await focused(page)).toBe('Your message')
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('the profile is edited by keyboard: axe finds nothing in the dialog, and the focus goes back', async () => {
    const handle = `editor${viewport.width}`
    const { page, complaints } = await visitors.signedIn(handle, { viewport })
    await settled(page, `/@${handle}`)
    await tabTo(page, 'Edit profile')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    expect(await focused(page)).toBe('Name')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await tabTo(page, 'Save')
    await page.keyboard.press('Enter')
    await page.getByText('Write the name that others will see.').waitFor()
    expect(await violations(page), 'with an error').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Edit profile')
    expect(complaints).toEqual([])
  })

  test('a post is answered by keyboard, and axe finds nothing in the dialog, nor beside what was answered', async () => {
    const { page, complaints } = await visitors.signedIn(`answerer${viewport.width}`, { viewport })
    await settled(page, '/')
    await tabTo(page, 'Reply')
    await page.keyboard.press('Enter')
    await page.getByLabel('Your reply').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.type(`hello from ${viewport.width}`)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('hello', { exact: true }).first().click()
    await page.getByRole('heading', { name: 'Replies' }).waitFor()
    await page.getByText(`hello from ${viewport.width}`).waitFor()
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
