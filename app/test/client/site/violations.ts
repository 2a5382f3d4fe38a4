import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Found = {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** The colours of a theme come with the next frame, and the short way to them is over. */
const colorsSettled = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => done()))))`

/** What axe looks for in each theme. */
const themes = { light: '', dark: `{ runOnly: ['color-contrast'] }` } as const

/** What axe finds in a page as it is now; in the dark, only contrast can be different. */
export async function violations(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const [colorScheme, options] of Object.entries(themes)) {
    await page.emulateMedia({ colorScheme: colorScheme as keyof typeof themes })
    await page.evaluate(colorsSettled)
    const { violations } = await page.evaluate<Found>(`${axe}; axe.run(${options})`)
    for (const { id, nodes } of violations) {
      found.push(`${colorScheme}, ${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    }
  }
  return found
}
