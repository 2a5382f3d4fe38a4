import type { Page } from 'playwright-core'

/** The smallest PNG there is. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The page of a user. */
export const profilePage = (page: Page) => ({
  async open(handle: string): Promise<void> {
    await page.goto(`/@${handle}`)
    await page.getByRole('region', { name: 'Profile' }).waitFor()
  },
  /** Waits until the picture of whoever it is can be seen; one that is asked for too early is asked for again. */
  async seePicture(): Promise<void> {
    const picture = page.locator('.profile img.avatar.large')
    // Not waitForFunction, which evaluates text in the page again and again: the page's policy forbids that.
    const isShown = (): Promise<boolean> =>
      picture.evaluate((shown) =>
        (shown as unknown as { decode(): Promise<void> }).decode().then(
          () => true,
          () => false,
        ),
      )
    while (!(await isShown())) await picture.waitFor()
  },
  async edit({ name, bio, picture }: { name: string; bio: string; picture?: string }): Promise<void> {
    await page.getByRole('button', { name: 'Edit profile' }).click()
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('About you').fill(bio)
    if (picture) {
      const file = { name: picture, mimeType: 'image/png', buffer: pixel }
      await page.getByLabel('Choose a picture').setInputFiles(file)
    }
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  },
})
