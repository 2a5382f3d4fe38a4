import type { Page } from 'playwright-core'

/** The home page. */
export const homePage = (page: Page) => {
  const feed = page.getByRole('region', { name: 'Home feed' })
  const posts = feed.getByRole('listitem')
  return {
    box: page.getByLabel('Your post'),
    posts,
    postButton: page.getByRole('button', { name: 'Post', exact: true }),
    async open(): Promise<void> {
      await page.goto('/')
      await feed.waitFor()
    },
    async post(message: string): Promise<void> {
      await page.getByLabel('Your post').fill(message)
      await page.getByRole('button', { name: 'Post', exact: true }).click()
      // Shown at once; what can be done with it comes when the server has it.
      await posts.filter({ hasText: message }).first().getByRole('button', { name: 'Share' }).waitFor()
    },
    /** From another page of the site, without loading it anew. */
    async goThere(): Promise<void> {
      await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
      await feed.waitFor()
    },
    /** Waits for a post, and presses the button behind which new ones wait as often as there is one. */
    async see(message: string): Promise<void> {
      const [wanted, more] = [
        posts.filter({ hasText: message }).first(),
        page.getByRole('button', { name: /new post/ }),
      ]
      while (!(await wanted.isVisible())) {
        await wanted.or(more).first().waitFor()
        if (await more.isVisible()) await more.click()
      }
    },
    async reply(to: string, message: string): Promise<void> {
      await posts
        .filter({ hasText: to })
        .getByRole('button', { name: /^Reply/ })
        .click()
      await page.getByLabel('Your reply').fill(message)
      await page.getByRole('dialog').getByRole('button', { name: 'Reply' }).click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    },
    /** To whoever wrote a post. */
    async openAuthor(message: string): Promise<void> {
      await posts.filter({ hasText: message }).locator('a.author').click()
      await page.getByRole('region', { name: 'Profile' }).waitFor()
    },
    async openPost(message: string): Promise<void> {
      await posts.getByText(message).click()
      await page.getByRole('heading', { name: 'Replies', exact: true }).waitFor()
    },
  }
}
