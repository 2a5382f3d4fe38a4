import type { TestProject } from 'vitest/node'
import { type Browser, findBrowser } from './find-browser.ts'
import { installBrowser } from './install-browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browser: Browser
  }
}

/** The Chromium the page is tested in: one that is here, else one that can be had, else none and why. */
export default async function setup(project: TestProject): Promise<void> {
  const found = findBrowser(process.env)
  const browser = found ? { path: found } : await installBrowser(process.env)
  if ('missing' in browser) console.warn(`the tests of the page are skipped: ${browser.missing}`)
  project.provide('browser', browser)
}
