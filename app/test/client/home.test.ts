import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits, routes } from '../../contract.ts'
import { homePage } from './pages/home.ts'
import { release } from './site/built.ts'
import { type Site, startSite } from './site/site.ts'
import { missing, type Visitor, type Visitors, visitorsOf } from './site/visitors.ts'

describe.skipIf(missing)('the home page', { timeout: 120_000 }, () => {
  let site: Site
  let visitors: Visitors
  let reader: Visitor
  let writer: Visitor
  beforeAll(async () => {
    site = await startSite()
    visitors = await visitorsOf(site)
    reader = await visitors.visit()
    writer = await visitors.signedIn('andrew')
  }, 120_000)
  beforeEach(async () => {
    await site.api.pool.query('truncate activities cascade')
    await site.api.deps.cache.drop('home')
  })
  afterAll(async () => {
    await visitors?.close()
    await site?.close()
  }, 120_000)

  test('an empty feed says so, and who is not signed in is shown the way in', async () => {
    await homePage(reader.page).open()
    await reader.page.getByText('Nothing here yet').waitFor()
    await reader.page.getByRole('link', { name: 'Create an account' }).waitFor()
    expect(await homePage(reader.page).box.count()).toBe(0)
  })

  test('a post is shown at once and is there after a reload, as text', async () => {
    const home = homePage(writer.page)
    await home.open()
    await home.post('Hello, cloud <b>campers</b>')
    expect(await home.box.inputValue()).toBe('')
    await writer.page.reload()
    await home.posts.getByText('Hello, cloud <b>campers</b>').waitFor()
    expect(await home.posts.count()).toBe(1)
    expect(writer.complaints).toEqual([])
  })

  test('older posts come when the reader gets near them, each once', async () => {
    const { id } = (await site.api.pool.query(`select id from users where handle = 'andrew'`)).rows[0]
    await site.api.pool.query(
      `insert into activities (author_id, message, created_at, expires_at)
       select $2, 'post ' || n, now() - n * interval '1 minute', now() + interval '1 day' from generate_series(1, $1::int) n`,
      [limits.page + 3, id],
    )
    const { posts, open } = homePage(reader.page)
    await open()
    await reader.page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await posts.getByText(`post ${limits.page + 3}`, { exact: true }).waitFor()
    expect(await posts.count()).toBe(limits.page + 3)
  })

  test('the counter counts characters as the server does, and a message over the limit cannot be posted', async () => {
    const { box, open, postButton } = homePage(writer.page)
    await open()
    await box.fill('🐈'.repeat(limits.message))
    await writer.page.getByText('0 left', { exact: true }).waitFor()
    expect(await postButton.isEnabled()).toBe(true)
    await box.fill('x'.repeat(limits.message + 2))
    await writer.page.getByText('2 too many', { exact: true }).waitFor()
    expect(await postButton.isDisabled()).toBe(true)
    await box.fill('')
  })

  test('a feed that cannot be loaded can be tried again', async () => {
    await reader.page.route(`**${routes.home}`, (route) => route.abort(), { times: 1 })
    await homePage(reader.page).open()
    await reader.page.getByText('The feed could not be loaded.').waitFor()
    await reader.page.getByRole('button', { name: 'Try again' }).click()
    await reader.page.getByText('Nothing here yet').waitFor()
  })

  test('posts of others wait behind a button until the reader wants them', async () => {
    const [mine, theirs] = [homePage(writer.page), homePage(reader.page)]
    await mine.open()
    await theirs.open()
    await mine.post('first')
    await mine.post('second')
    await reader.page.getByRole('button', { name: '2 new posts' }).click()
    await theirs.posts.getByText('second').waitFor()
    expect(await theirs.posts.locator('.message').allTextContents()).toEqual(['second', 'first'])
  })

  test('the page names its release', async () => {
    await homePage(reader.page).open()
    expect(await reader.page.locator('meta[name="release"]').getAttribute('content')).toBe(release)
    expect(await reader.page.getByRole('contentinfo').textContent()).toContain('release 0123456789ab')
  })
})
