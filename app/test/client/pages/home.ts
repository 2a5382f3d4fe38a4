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
      await posts.filter({ hasText: message }).first().getByRole('button', { name: 'Share', disabled: false }).waitFor()
    },
    async showNew(): Promise<void> {
      await page.getByRole('button', { name: /new post/ }).click()
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
    async openPost(message: string): Promise<void> {
      await posts.getByText(message).click()
      await page.getByRole('heading', { name: 'Replies' }).waitFor()
    },
  }
}
