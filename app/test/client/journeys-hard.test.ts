import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { routes } from '../../contract.ts'
import { meeting } from './journeys/journey.ts'
import { onCloud } from './journeys/on-cloud.ts'
import { homePage } from './pages/home.ts'
import { messagesPages } from './pages/messages.ts'
import { missing } from './site/visitors.ts'

/** What the focused element is called, by a screen reader as well; nothing when none has the focus. */
const focusedName = `(() => {
  const { ariaLabel, labels, textContent } = document.activeElement
  return document.activeElement === document.body ? '' : (ariaLabel ?? labels?.[0]?.textContent ?? textContent)
})()`

/** A page without a mouse. */
const keysOf = (page: Page) => {
  const to = async (name: RegExp): Promise<void> => {
    for (let stops = 0; stops < 80; stops++) {
      await page.keyboard.press('Tab')
      if (name.test((await page.evaluate<string>(focusedName)).trim())) return
    }
    expect.fail(`${name} is not reached by Tab`)
  }
  return {
    to,
    async press(name: RegExp): Promise<void> {
      await to(name)
      await page.keyboard.press('Enter')
    },
    async write(name: RegExp, text: string): Promise<void> {
      await to(name)
      await page.keyboard.type(text)
    },
  }
}

/** A phone at the edge of reception. https://chromedevtools.github.io/devtools-protocol/tot/Network/ */
const slow = { offline: false, latency: 250, downloadThroughput: 60_000, uploadThroughput: 30_000 }

/** Loses the answer to the next request to a path: the server has done it, and the page does not know. */
const loseAnswer = async (page: Page, path: string): Promise<void> => {
  const lose = async (route: Route): Promise<void> => {
    await route.fetch()
    await route.abort()
  }
  await page.route(`**${path}`, lose, { times: 1 })
}

describe.skipIf(missing)('a journey that is made hard', { timeout: 240_000 }, () => {
  const { comes, arrives, codeOf } = onCloud()

  test('is gone by keyboard alone, from the way in to the way out', async () => {
    const other = await arrives('Bayko')
    await homePage(other.page).post('Who reads this?')
    const { page, complaints, failures, ...person } = await comes('Keys')
    const { press, write, to } = keysOf(page)
    await page.goto('/')
    await press(/^Create an account$/)
    await page.getByRole('heading', { name: 'Create your account' }).waitFor()
    await write(/^Name$/, person.name)
    await write(/^Handle$/, person.handle)
    await write(/^Email$/, person.email)
    await write(/^Password$/, person.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
    await write(/^Code$/, await codeOf(person.email))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await write(/^Password$/, person.password)
    await page.keyboard.press('Enter')
    await homePage(page).box.waitFor()

    await write(/^Your post$/, 'Typed')
    await page.keyboard.press('Control+Enter')
    await homePage(other.page).see('Typed')
    await to(/^The bayko/)
    await press(/^Reply$/)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('I do')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await other.page.getByRole('link', { name: 'Notifications 1' }).waitFor()

    await page.reload()
    await homePage(page).posts.first().waitFor()
    await press(/^The bayko/)
    await page.getByRole('region', { name: 'Profile' }).waitFor()
    await press(/^Message$/)
    await page.getByLabel('Your message').waitFor()
    await page.keyboard.type('Hello')
    await page.keyboard.press('Enter')
    await messagesPages(page).see('Hello')
    await messagesPages(other.page).openWith(person.name)
    await messagesPages(other.page).see('Hello')

    await press(/Account of/)
    await press(/^Sign out$/)
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
    expect([...complaints, ...failures, ...other.complaints, ...other.failures]).toEqual([])
  })

  test('is gone at the edge of reception', async () => {
    const [one, other] = [await arrives('Snail'), await arrives('Tortoise')]
    for (const { page } of [one, other]) {
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('Network.enable')
      await devtools.send('Network.emulateNetworkConditions', slow)
    }
    for (const { run } of meeting({ one, other, codeOf })) await run()
    expect([...one.complaints, ...one.failures, ...other.complaints, ...other.failures]).toEqual([])
  })

  test('is gone though answers are lost: what is sent again is there once', async () => {
    const [one, other] = [await arrives('Lossy'), await arrives('Steady')]
    const { page } = one
    const home = homePage(page)
    await loseAnswer(page, routes.activities)
    await home.box.fill('Said once')
    await home.postButton.click()
    await page.getByText('Cruddur cannot be reached.').waitFor()
    await home.postButton.click()
    await homePage(other.page).see('Said once')

    await homePage(other.page).openAuthor('Said once')
    await messagesPages(other.page).writeToThem()
    await messagesPages(other.page).send('Are you there?')
    await messagesPages(page).openWith(other.name)
    await messagesPages(page).see('Are you there?')
    await loseAnswer(page, routes.messagesOf.replace(':id', '*'))
    await page.getByLabel('Your message').fill('I am')
    await page.getByLabel('Your message').press('Enter')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })
    await messagesPages(other.page).see('I am')
    for (const { page: shown } of [one, other]) {
      const said = shown.getByRole('list', { name: 'What was said' }).getByText('I am', { exact: true })
      expect(await said.count()).toBe(1)
    }
    await homePage(other.page).goThere()
    expect(await homePage(other.page).posts.filter({ hasText: 'Said once' }).count()).toBe(1)
  })

  test('goes on when the network comes back: what was said meanwhile is there', async () => {
    const [one, other] = [await arrives('Diver'), await arrives('Surfer')]
    await homePage(other.page).post('Before the dive')
    await homePage(one.page).see('Before the dive')
    await homePage(one.page).openAuthor('Before the dive')
    await messagesPages(one.page).writeToThem()
    await messagesPages(one.page).send('Diving')
    await messagesPages(other.page).openWith(one.name)
    await one.page.context().setOffline(true)
    await messagesPages(other.page).send('Come up')
    await one.page.context().setOffline(false)
    await messagesPages(one.page).see('Come up')
  })
})
