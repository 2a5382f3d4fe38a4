import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import express from 'express'
import { channel } from '../../../db/events.ts'
import { listenTo } from '../../../db/listen.ts'
import { createApp } from '../../../server/create-app.ts'
import { type Api, startApi } from '../../setup/api.ts'
import { silent } from '../../setup/database.ts'
import { served } from '../../setup/served.ts'
import { built } from './built.ts'

/** What a page may do, as nginx says it to those it serves: neither scripts nor styles within the page. */
const policy = readFileSync(join(import.meta.dirname, '../../../nginx.conf.template'), 'utf8')
  .match(/Content-Security-Policy "(.*)" always/)![1]!
  .replaceAll(' ${PICTURES_ORIGIN}', '')

/** The whole app at one address: the page as it is released, the API behind it, pictures taken in and given out. */
export type Site = { readonly url: string; readonly api: Api; close(): Promise<void> }

/** Starts it, with a database of its own. */
export async function startSite(): Promise<Site> {
  const uploads = new Map<string, Buffer>()
  const avatars = {
    ticket: async ({ userId, version }: { userId: string; version: string }) => ({
      url: '/avatars',
      fields: { key: `${userId}/${version}` },
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    }),
  }
  const api = await startApi({ avatars, secureCookies: false })
  const { host = '', port = 0, user, password, database = '' } = api.pool.options
  const address = { host, port, user: user ?? '', password: String(password ?? ''), database, ssl: false } as const
  // Something was told before anybody came, as where people are: a page can go on from where the events stood.
  await api.pool.query(`insert into events (xid, name) values ('1', 'message')`)
  const stopListening = listenTo(address, { channel, log: silent, onWake: () => api.deps.live.wake() })
  const serve = createApp(api.deps)
  const app = express()
  // As the site's CDN does: the API by its path, files by theirs, the page for whatever has no dot in its last part.
  app.use((request, response, next) => (request.path.startsWith('/api/') ? serve(request, response) : next()))
  app.post('/avatars', express.raw({ type: () => true, limit: '6mb' }), (request, response) => {
    uploads.set('newest', request.body)
    response.status(204).end()
  })
  app.get(/^\/avatars\//, (_request, response) => {
    if (uploads.size === 0) return void response.status(404).end()
    response.type('svg').send('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>')
  })
  app.use((_request, response, next) => {
    response.set('Content-Security-Policy', policy)
    next()
  })
  app.use(express.static(await built()))
  app.use(async (request, response) => {
    if (extname(request.path)) response.status(404).end()
    else response.sendFile('index.html', { root: await built() })
  })
  const site = await served(app)
  return {
    url: site.url,
    api,
    async close() {
      api.deps.live.close()
      await site.close()
      await stopListening()
      await api.close()
    },
  }
}
