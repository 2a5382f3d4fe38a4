import express from 'express'
import { channel } from '../../../db/events.ts'
import { listenTo } from '../../../db/listen.ts'
import { createApp } from '../../../server/create-app.ts'
import { type Api, startApi } from '../../setup/api.ts'
import { silent } from '../../setup/database.ts'
import { served } from '../../setup/served.ts'
import { siteOf } from './serve-site.ts'

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
  const pictures = express.Router()
  pictures.post('/avatars', express.raw({ type: () => true, limit: '6mb' }), (request, response) => {
    uploads.set('newest', request.body)
    response.status(204).end()
  })
  pictures.get(/^\/avatars\//, (_request, response) => {
    if (uploads.size === 0) return void response.status(404).end()
    response.type('svg').send('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>')
  })
  const site = await served(await siteOf({ api: createApp(api.deps), more: pictures }))
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
