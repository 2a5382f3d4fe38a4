import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { extname, join } from 'node:path'
import express, { type RequestHandler } from 'express'
import { built } from './built.ts'

/** What a site is made of: the API, what else lies at its address, and where else its page may send and read pictures. */
export type SiteParts = {
  readonly api: RequestListener
  readonly more?: RequestHandler
  readonly pictures?: string
}

/** What a page may do, as nginx says it to those it serves: neither scripts nor styles within the page. */
const policyOf = (pictures: string): string =>
  readFileSync(join(import.meta.dirname, '../../../nginx.conf.template'), 'utf8')
    .match(/Content-Security-Policy "(.*)" always/)![1]!
    .replaceAll('${PICTURES_ORIGIN}', pictures)

/** Serves as the site's CDN does: the API by its path, files by theirs, the page for whatever has no dot in its last part. */
export async function siteOf({ api, more, pictures }: SiteParts): Promise<RequestListener> {
  const folder = await built()
  const policy = policyOf(pictures ?? '')
  const app = express()
  app.use((request, response, next) => (request.path.startsWith('/api/') ? api(request, response) : next()))
  if (more) app.use(more)
  app.use((_request, response, next) => {
    response.set('Content-Security-Policy', policy)
    next()
  })
  app.use(express.static(folder))
  app.use((request, response) => {
    if (extname(request.path)) response.status(404).end()
    else response.sendFile('index.html', { root: folder })
  })
  return app
}
