import { describe, expect, test } from 'vitest'
import { onCloud } from './journeys/on-cloud.ts'
import { accountPages } from './pages/account.ts'
import { homePage } from './pages/home.ts'
import { missing } from './site/visitors.ts'

describe.skipIf(missing)('an account of a real user pool', { timeout: 180_000 }, () => {
  const { comes, arrives, codeOf } = onCloud()

  test('is not confirmed by a wrong code, and is by the one that was mailed again', async () => {
    const { page, complaints, ...person } = await comes('Late')
    await accountPages(page).signUp(person)
    const first = await codeOf(person.email)
    await page.getByLabel('Code').fill(first === '000000' ? '000001' : '000000')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Is not the one that was mailed.').waitFor()
    await page.getByRole('button', { name: 'Send another code' }).click()
    await page.getByText('A new code is on its way.').waitFor()
    await accountPages(page).confirm(await codeOf(person.email))
    await accountPages(page).signIn({ password: person.password })
    await homePage(page).box.waitFor()
    expect(complaints).toEqual([])
  })

  test('is not entered with a wrong password, which is said in words; what was typed stays', async () => {
    const { page, email, password } = await arrives('Typist')
    await accountPages(page).signOut()
    await page.goto('/signin')
    await accountPages(page).signIn({ email, password: `${password}x` })
    await page.getByText('Email or password is wrong').waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe(email)
    await accountPages(page).signIn({ password })
    await homePage(page).box.waitFor()
  })

  test('is recovered by a mailed code; the old password then no longer counts', async () => {
    const { page, email, password } = await arrives('Forgetful')
    await accountPages(page).signOut()
    await page.goto('/forgot')
    await page.getByLabel('Email').fill(email)
    const before = await codeOf(email)
    await page.getByRole('button', { name: 'Send the code' }).click()
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
    expect(await codeOf(email)).not.toBe(before)
    await page.getByLabel('Code').fill(await codeOf(email))
    await page.getByLabel('New password').fill(`${password}-new`)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await accountPages(page).signIn({ password })
    await page.getByText('Email or password is wrong').waitFor()
    await accountPages(page).signIn({ password: `${password}-new` })
    await homePage(page).box.waitFor()
  })

  test('is left on all devices at once', async () => {
    const [here, elsewhere] = [await arrives('Roamer'), await comes('Roamer')]
    await elsewhere.page.goto('/signin')
    await accountPages(elsewhere.page).signIn(here)
    await homePage(elsewhere.page).box.waitFor()
    await accountPages(here.page).signOut('everywhere')
    await here.page.getByText('You are signed out on all devices.').waitFor()
    await elsewhere.page.reload()
    await elsewhere.page.getByRole('link', { name: 'Sign in' }).first().waitFor()
    expect(await homePage(elsewhere.page).box.count()).toBe(0)
  })

  test('is left in the other tabs too, once they are loaded anew', async () => {
    const { page } = await arrives('Tabber')
    const tab = await page.context().newPage()
    await homePage(tab).open()
    await homePage(tab).box.waitFor()
    await accountPages(page).signOut()
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
    await tab.reload()
    await tab.getByRole('link', { name: 'Sign in' }).first().waitFor()
  })
})
