import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { homePage } from './pages/home.ts'
import { type Site, startSite } from './site/site.ts'
import { missing, type Visitor, type Visitors, visitorsOf } from './site/visitors.ts'

describe.skipIf(missing)('by keyboard alone', { timeout: 120_000 }, () => {
  let site: Site
  let visitors: Visitors
  let someone: Visitor
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
    someone = await visitors.signedIn('andrew')
  }, 120_000)
  beforeEach(() => homePage(someone.page).open())
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  const focused = (): Promise<string> =>
    someone.page.evaluate<string>(
      `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`,
    )

  test('the first stop leads past the navigation', async () => {
    await someone.page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the content')
    await someone.page.keyboard.press('Enter')
    await someone.page.keyboard.press('Tab')
    expect(await focused()).toBe('Your post')
  })

  test('one writes, posts, answers and likes; the focus stays in the dialog, and goes back where it was', async () => {
    const { page } = someone
    const { box, posts } = homePage(page)
    await box.focus()
    await page.keyboard.type('typed')
    await page.keyboard.press('Control+Enter')
    const post = posts.filter({ hasText: 'typed' })
    await post.getByRole('button', { name: 'Share', disabled: false }).waitFor()

    await post.getByRole('button', { name: 'Reply' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    expect(await focused()).toBe('Your reply')
    await page.keyboard.type('answered')
    for (let stop = 0; stop < 6; stop++) {
      await page.keyboard.press('Tab')
      const inside = `document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)`
      expect(await page.evaluate(inside)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused()).toBe('Reply')

    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Like, 1', pressed: true }).waitFor()
  })

  test('another page has the focus at its beginning, and its title is said', async () => {
    const { page } = someone
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Messages/ })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Messages' }).waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await page.locator('[aria-live]', { hasText: 'Messages · Cruddur' }).waitFor({ state: 'attached' })
  })

  test('the menu of the account opens and closes', async () => {
    const { page } = someone
    await page.getByRole('button', { name: /^Account of/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor({ state: 'hidden' })
  })
})
