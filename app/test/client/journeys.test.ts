import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountPages } from './pages/account.ts'
import { homePage } from './pages/home.ts'
import { messagesPages } from './pages/messages.ts'
import { profilePage } from './pages/profile.ts'
import { type Site, startSite } from './site/site.ts'
import { missing, password, type Visitors, visitorsOf } from './site/visitors.ts'

test('a browser is here', ({ skip }) => {
  if (missing === undefined) return
  if (process.env.BROWSER_REQUIRED === '1') expect.fail(missing)
  skip(missing)
})

/** Many pages, one after the other, on machines that do other things as well. */
const patience = { timeout: 120_000 }

describe.skipIf(missing)('a journey', () => {
  let site: Site
  let visitors: Visitors
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
  }, 120_000)
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  test('from signing up to signing out, with someone else who sees it all without a reload', patience, async () => {
    const [{ page, complaints }, other] = [await visitors.visit(), await visitors.signedIn('bayko')]
    const account = accountPages(page)
    await account.signUp({ name: 'Andrew Brown', handle: 'andrew', email: 'andrew@example.com', password })
    await account.confirm(site.api.mails.get('andrew@example.com') ?? 'no mail came')
    await account.signIn({ password })

    const [mine, theirs] = [homePage(page), homePage(other.page)]
    await theirs.open()
    await mine.post('Hello, cloud <b>campers</b>')
    await theirs.showNew()
    await theirs.reply('Hello, cloud <b>campers</b>', 'Hello yourself')
    await mine.openPost('Hello, cloud <b>campers</b>')
    await page.getByText('Hello yourself').waitFor()
    await page.getByRole('link', { name: /Notifications/ }).click()
    await page.getByText('replied to you').waitFor()

    await profilePage(other.page).open('andrew')
    await other.page.getByRole('link', { name: 'Message', exact: true }).click()
    await messagesPages(other.page).send('Are you there?')
    await messagesPages(page).openWith('The bayko')
    await page.getByText('Are you there?').waitFor()
    await messagesPages(page).send('I am')
    await other.page.getByText('I am', { exact: true }).waitFor()

    await profilePage(page).open('andrew')
    await profilePage(page).edit({ name: 'Andrew the Great', bio: 'Of clouds.', picture: 'face.png' })
    await page.getByRole('heading', { name: 'Andrew the Great', level: 2 }).waitFor()
    await page.locator('.profile img.avatar.large').waitFor()
    await account.signOut()
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
    expect([...complaints, ...other.complaints]).toEqual([])
  })

  test('whoever is signed in stays so over a reload, and no script can read how', async () => {
    const { page } = await visitors.signedIn('keeper')
    await homePage(page).open()
    await page.reload()
    await homePage(page).box.waitFor()
    expect(
      await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)'),
    ).not.toMatch(/refresh|token|ey[A-Z]/i)
  })
})
