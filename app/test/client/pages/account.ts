import type { Page } from 'playwright-core'

/** The pages on which an account is made and used. */
export const accountPages = (page: Page) => ({
  async signUp(of: { name: string; handle: string; email: string; password: string }): Promise<void> {
    await page.goto('/signup')
    await page.getByLabel('Name', { exact: true }).fill(of.name)
    await page.getByLabel('Handle').fill(of.handle)
    await page.getByLabel('Email').fill(of.email)
    await page.getByLabel('Password').fill(of.password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
  },
  async confirm(code: string): Promise<void> {
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  },
  /** On the page that signing up or asking for it leads to. */
  async signIn({ email, password }: { email?: string; password: string }): Promise<void> {
    if (email !== undefined) await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  },
  async signOut(where: 'here' | 'everywhere' = 'here'): Promise<void> {
    await page.getByRole('button', { name: /^Account of/ }).click()
    const name = where === 'here' ? 'Sign out' : 'Sign out on all devices'
    await page.getByRole('button', { name, exact: true }).click()
  },
})
