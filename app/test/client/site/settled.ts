import type { Page } from 'playwright-core'

/** Opens a path, and waits until what it shows is there. */
export async function settled(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}
