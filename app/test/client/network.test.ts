import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../contract.ts'
import { homePage } from './pages/home.ts'
import { type Site, startSite } from './site/site.ts'
import { missing, type Visitor, type Visitors, visitorsOf } from './site/visitors.ts'

const problem = (status: number, body: object = {}) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ title: 'No', status, ...body }),
})

describe.skipIf(missing)('on a network that is slow or fails', { timeout: 120_000 }, () => {
  let site: Site
  let visitors: Visitors
  let someone: Visitor
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
    someone = await visitors.signedIn('andrew')
  }, 120_000)
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  test('a post is shown while it is on its way, and once when it has arrived', async () => {
    const { page } = someone
    const { open, box, postButton, posts } = homePage(page)
    await open()
    let letThrough = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letThrough = resolve
    })
    await page.route(`**${routes.activities}`, (route) => held.then(() => route.continue()), { times: 1 })
    await box.fill('slowly')
    await postButton.click()
    await posts.getByText('sending…').waitFor()
    letThrough()
    await posts.getByText('sending…').waitFor({ state: 'detached' })
    expect(await posts.filter({ hasText: 'slowly' }).count()).toBe(1)
  })

  test('a post that does not arrive is taken back, said so, and its text is kept; sent again, it is posted once', async () => {
    const { page } = someone
    const { open, box, postButton, posts } = homePage(page)
    await open()
    // The server has it, but the answer is lost on the way.
    await page.route(
      `**${routes.activities}`,
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
    await box.fill('lost and found')
    await postButton.click()
    await page.getByText('Cruddur cannot be reached. Check your connection, then try again.').waitFor()
    expect(await box.inputValue()).toBe('lost and found')
    await postButton.click()
    await posts.filter({ hasText: 'lost and found' }).first().waitFor()
    await posts.getByText('sending…').waitFor({ state: 'detached' })
    expect(await posts.filter({ hasText: 'lost and found' }).count()).toBe(1)
    const { rows } = await site.api.pool.query(`select 1 from activities where message = 'lost and found'`)
    expect(rows).toHaveLength(1)
  })

  test('what the server refuses is said in its words', async () => {
    const { page } = someone
    const { open, box, postButton } = homePage(page)
    await open()
    const refused = problem(422, { errors: [{ path: 'message', message: 'must be kinder' }] })
    await page.route(`**${routes.activities}`, (route) => route.fulfill(refused), { times: 1 })
    await box.fill('grr')
    await postButton.click()
    expect(await page.getByRole('alert').textContent()).toBe('Must be kinder.')
    await box.fill('')
  })

  test('a like that fails is taken back', async () => {
    const { page } = someone
    const { open, post, posts } = homePage(page)
    await open()
    await post('likeable')
    const like = posts.filter({ hasText: 'likeable' }).getByRole('button', { name: /^Like/ })
    await page.route('**/like', (route) => route.fulfill(problem(500)), { times: 1 })
    await like.click()
    await page.getByText('Something went wrong on our side. Try again in a moment.').waitFor()
    expect(await like.getAttribute('aria-pressed')).toBe('false')
    await like.click()
    await page.getByRole('button', { name: 'Like, 1' }).waitFor()
  })

  test('a token that is no longer taken is renewed, and the request made again, unseen', async () => {
    const { page } = someone
    const { open, box, postButton, posts } = homePage(page)
    await open()
    await page.route(`**${routes.activities}`, (route) => route.fulfill(problem(401)), { times: 1 })
    await box.fill('with a new token')
    await postButton.click()
    await posts.filter({ hasText: 'with a new token' }).getByRole('button', { name: 'Share' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('what is posted after the feed was read, and before the events are followed, is not missed', async () => {
    const reader = await visitors.visit()
    let letThrough = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letThrough = resolve
    })
    await reader.page.route(`**${routes.events}`, (route) => held.then(() => route.continue()), { times: 1 })
    await homePage(reader.page).open()
    await homePage(someone.page).open()
    await homePage(someone.page).post('said in between')
    letThrough()
    await reader.page.getByRole('button', { name: /new post/ }).click()
    await reader.page.getByText('said in between').waitFor()
  })

  test('events are followed again after the connection was lost', async () => {
    const [reader, { page }] = [await visitors.visit(), someone]
    await homePage(reader.page).open()
    await homePage(page).open()
    await reader.page.context().setOffline(true)
    site.api.deps.live.close()
    await homePage(page).post('said meanwhile')
    await reader.page.context().setOffline(false)
    // What was missed waits behind a button; when the server cannot say what was, the feed is read anew.
    const [waiting, shown] = [
      reader.page.getByRole('button', { name: /new post/ }),
      reader.page.getByText('said meanwhile'),
    ]
    await waiting.or(shown).first().waitFor({ timeout: 40_000 })
  })
})
