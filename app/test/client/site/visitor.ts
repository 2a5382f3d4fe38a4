import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
  type Response,
} from 'playwright-core'
import { routes } from '../../../contract.ts'

/** Someone who visits the site, with a browser profile of their own. */
export type Visitor = {
  readonly page: Page
  /** What the page complained about, the refusals that a browser reports by itself left out. */
  readonly complaints: readonly string[]
  /** The requests of the page that were refused or got no answer; the stream of events is opened again by itself. */
  readonly failures: readonly string[]
}

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
]

/** Opens Chromium, without a window. */
export const openBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args })

/** A visit to a site, whose address is the `baseURL` of the options. */
export async function visitIn(browser: Browser, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(20_000)
  return watched(await context.newPage())
}

/** Whether an app answers that it takes no pictures, which is no failure. */
export const saysNoPictures = (response: Response): boolean =>
  response.status() === 503 && new URL(response.url()).pathname === routes.avatarTicket

/** A page, and whatever goes wrong in it. */
export function watched(page: Page): Visitor {
  const complaints: string[] = []
  const failures: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(message.text())
  })
  const failed = (request: Request, why: string): void => {
    // A picture that is still being made smaller is asked for again.
    if (request.resourceType() === 'image') return
    failures.push(`${request.method()} ${new URL(request.url()).pathname}: ${why}`)
  }
  page.on('response', (response) => {
    if (response.status() >= 400 && !saysNoPictures(response)) failed(response.request(), String(response.status()))
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'no answer'
    const isStream = new URL(request.url()).pathname === routes.events
    if (why !== 'net::ERR_ABORTED' && !isStream) failed(request, why)
  })
  return { page, complaints, failures }
}
