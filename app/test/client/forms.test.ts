import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountPages } from './pages/account.ts'
import { homePage } from './pages/home.ts'
import { type Site, startSite } from './site/site.ts'
import { missing, password, type Visitor, type Visitors, visitorsOf } from './site/visitors.ts'

describe.skipIf(missing)('the forms of the account', { timeout: 120_000 }, () => {
  let site: Site
  let visitors: Visitors
  let visitor: Visitor
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
    await visitors.signedIn('andrew')
  }, 120_000)
  beforeEach(async () => {
    visitor = await visitors.visit()
  })
  afterEach(() => visitor.page.context().close())
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  /** What is said to be wrong with a field. */
  const wrongWith = async (label: string): Promise<string | null> => {
    const field = visitor.page.getByLabel(label, { exact: true })
    const described = (await field.getAttribute('aria-describedby')) ?? ''
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    return visitor.page.locator(`[id="${described.split(' ')[0]}"]`).textContent()
  }

  test('every problem is said beside its field, and the first one has the focus', async () => {
    const { page } = visitor
    await page.goto('/signup')
    await page.getByLabel('Handle').fill('no spaces please')
    await page.getByRole('button', { name: 'Create account' }).click()
    expect(await wrongWith('Name')).toBe('Write the name that others will see.')
    expect(await wrongWith('Handle')).toBe('Use 1 to 30 letters, digits or underscores.')
    expect(await wrongWith('Email')).toBe('Write your email address, like name@example.com.')
    expect(await page.evaluate('document.activeElement.name')).toBe('displayName')
  })

  test('what only the server knows is said beside its field too', async () => {
    const { page } = visitor
    await page.goto('/signup')
    await page.getByLabel('Name', { exact: true }).fill('Another Andrew')
    await page.getByLabel('Handle').fill('Andrew')
    await page.getByLabel('Email').fill('another@example.com')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('Is taken.').waitFor()
    expect(await wrongWith('Handle')).toBe('Is taken.')
    expect(await page.evaluate('document.activeElement.name')).toBe('handle')
  })

  test('a wrong password is refused in words, and what was typed stays', async () => {
    const { page } = visitor
    await page.goto('/signin')
    await accountPages(page).signIn({ email: 'andrew@example.com', password: 'not-the-password-1A' })
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe('andrew@example.com')
  })

  test('whoever has not confirmed is led to do so, and a wrong code is refused', async () => {
    const { page } = visitor
    const of = { name: 'Late', handle: 'late', email: 'late@example.com', password }
    await accountPages(page).signUp(of)
    await page.goto('/signin')
    await accountPages(page).signIn({ email: of.email, password })
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe(of.email)
    const right = site.api.mails.get(of.email) ?? ''
    await page.getByLabel('Code').fill(right === '000000' ? '000001' : '000000')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.locator('.wrong, [role="alert"]').first().waitFor()
    await accountPages(page).confirm(right)
  })

  test('a forgotten password is replaced, and leads back to where one was', async () => {
    const { page } = visitor
    await visitors.signedIn('forgetful')
    await page.goto('/forgot')
    await page.getByLabel('Email').fill('forgetful@example.com')
    site.api.mails.delete('forgetful@example.com')
    await page.getByRole('button', { name: 'Send the code' }).click()
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
    await page.getByLabel('Code').fill(site.api.mails.get('forgetful@example.com') ?? '')
    await page.getByLabel('New password').fill(`${password}-new`)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto('/signin?then=/messages')
    await accountPages(page).signIn({ email: 'forgetful@example.com', password: `${password}-new` })
    await page.getByRole('heading', { name: 'Messages' }).waitFor()
    await homePage(page).open()
  })
})
