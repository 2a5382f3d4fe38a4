import type { BrowserContextOptions } from 'playwright-core'
import { inject } from 'vitest'
import { openBrowser, type Visitor, visitIn } from './visitor.ts'

export type { Visitor } from './visitor.ts'

const found = inject('browser')

/** Why there is no browser to test in; undefined when there is one. */
export const missing = 'missing' in found ? found.missing : undefined

/** Visitors of a site, in one Chromium. */
export type Visitors = {
  visit(options?: BrowserContextOptions): Promise<Visitor>
  /** Someone with an account of that handle, signed in. */
  signedIn(handle: string, options?: BrowserContextOptions): Promise<Visitor>
  close(): Promise<void>
}

/** The password of everybody in the tests. */
export const password = 'correct-Horse-7-battery'

/** What is visited: an address, and the newest code that was mailed to each. */
export type Visited = { readonly url: string; readonly api: { readonly mails: ReadonlyMap<string, string> } }

/** Opens Chromium. */
export async function visitorsOf(site: Visited): Promise<Visitors> {
  const browser = await openBrowser('path' in found ? found.path : '')
  const visit = (options: BrowserContextOptions = {}): Promise<Visitor> =>
    visitIn(browser, { baseURL: site.url, ...options })
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
