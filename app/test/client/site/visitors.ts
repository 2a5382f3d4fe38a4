import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import type { Site } from './site.ts'

const found = inject('browser')

/** Why there is no browser to test in; undefined when there is one. */
export const missing = 'missing' in found ? found.missing : undefined

/** Someone who visits the site, with a browser profile of their own. */
export type Visitor = {
  readonly page: Page
  /** What the page complained about, the refusals that a browser reports by itself left out. */
  readonly complaints: readonly string[]
}

/** Visitors of a site, in one Chromium. */
export type Visitors = {
  visit(options?: BrowserContextOptions): Promise<Visitor>
  /** Someone with an account of that handle, signed in. */
  signedIn(handle: string, options?: BrowserContextOptions): Promise<Visitor>
  close(): Promise<void>
}

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
]

/** The password of everybody in the tests. */
export const password = 'correct-Horse-7-battery'

/** Opens Chromium. */
export async function visitorsOf(site: Site): Promise<Visitors> {
  const browser: Browser = await chromium.launch({ executablePath: 'path' in found ? found.path : '', args })
  const visit = async (options: BrowserContextOptions = {}): Promise<Visitor> => {
    const context = await browser.newContext({ baseURL: site.url, reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      const isRefusal = message.text().startsWith('Failed to load resource')
      if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(message.text())
    })
    return { page, complaints }
  }
  return {
    visit,
    async signedIn(handle, options) {
      const email = `${handle}@example.com`
      const visitor = await visit(options)
      const { request } = visitor.page.context()
      const post = (path: string, data: object) => request.post(path, { data })
      await post('/api/session/sign-up', { email, password, handle, displayName: `The ${handle}` })
      await post('/api/session/confirm', { email, code: site.api.mails.get(email) })
      await post('/api/session/sign-in', { email, password })
      return visitor
    },
    close: () => browser.close(),
  }
}
