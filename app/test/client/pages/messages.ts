import type { Page } from 'playwright-core'

/** The pages on which people write to each other. */
export const messagesPages = (page: Page) => ({
  async openWith(name: string): Promise<void> {
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Messages/ })
      .click()
    await page.getByRole('region', { name: 'Conversations' }).getByText(name, { exact: true }).click()
  },
  /** From the profile of someone. */
  async writeToThem(): Promise<void> {
    await page.getByRole('link', { name: 'Message', exact: true }).click()
    await page.getByLabel('Your message').waitFor()
  },
  async see(message: string): Promise<void> {
    await page.getByRole('list', { name: 'What was said' }).getByText(message, { exact: true }).waitFor()
  },
  async send(message: string): Promise<void> {
    await page.getByLabel('Your message').fill(message)
    await page.getByLabel('Your message').press('Enter')
    await page.getByRole('list', { name: 'What was said' }).getByText(message, { exact: true }).waitFor()
  },
})
