import { once } from 'node:events'
import { connect } from 'node:net'
import express from 'express'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Activity, type CountsChanged, type Notification, pathOf, routes } from '../../contract.ts'
import type { Told } from '../../db/events.ts'
import { channel } from '../../db/events.ts'
import { listenTo } from '../../db/listen.ts'
import { type Live, liveOn } from '../../db/live.ts'
import { createApp } from '../../server/create-app.ts'
import { eventStream } from '../../server/event-stream.ts'
import { type Api, type Someone, startApi } from '../setup/api.ts'
import { silent } from '../setup/database.ts'
import { served } from '../setup/served.ts'
import { openStream } from '../setup/stream.ts'

let api: Api
let ann: Someone
let ben: Someone
let stopListening: () => Promise<void>

beforeAll(async () => {
  api = await startApi()
  const { rows } = await sql<{ database: string }>`select current_database() as database`.execute(api.db)
  const { host, port, user, password } = api.pool.options as {
    host: string
    port: number
    user: string
    password: string
  }
  const database = { host, port, user, password, database: rows[0]!.database, ssl: false as const }
  stopListening = listenTo(database, { channel, log: silent, onWake: () => api.deps.live.wake() })
  ann = await api.someone('ann')
  ben = await api.someone('ben')
})
afterAll(async () => {
  await stopListening()
  await api.close()
})

const open = async (as?: Someone, lastId?: string, url = api.url) => {
  const headers: Record<string, string> = {
    ...(as && { Authorization: `Bearer ${as.token}` }),
    ...(lastId && { 'Last-Event-ID': lastId }),
  }
  const stream = await openStream(url + routes.events, headers)
  onTestFinished(() => stream.close())
  return stream
}
const post = async (message: string, as = ann) =>
  (await api.call<Activity>('POST', routes.activities, { as, body: { message } })).body

test('a post is seen by whoever looks, without asking again', async () => {
  const stream = await open()
  const activity = await post('live')
  expect(await stream.next('activity', activity.id)).toEqual({
    id: expect.stringMatching(/^\d+-\d+$/),
    event: 'activity',
    data: activity,
  })
})

test('a like changes the counts for everybody, and only the author is told who', async () => {
  const activity = await post('like me')
  const [author, other] = [await open(ann), await open(ben)]
  await api.call('PUT', pathOf(routes.like, activity.id), { as: ben })
  const counts = (await other.next('counts', activity.id)).data as CountsChanged
  expect(counts).toMatchObject({ id: activity.id, counts: { likes: 1 } })
  expect((await author.next('notification', activity.id)).data as Notification).toMatchObject({
    kind: 'like',
    actor: { handle: 'ben' },
  })
  expect(other.frames.filter(({ event }) => event === 'notification')).toEqual([])
})

test('a message reaches the two it is between, and nobody else', async () => {
  const [mine, theirs, stranger] = [await open(ann), await open(ben), await open(await api.someone())]
  await api.call('POST', routes.conversations, { as: ann, body: { handle: 'ben', message: 'psst' } })
  expect((await theirs.next('message', 'psst')).data).toMatchObject({ message: 'psst', author: { handle: 'ann' } })
  expect((await mine.next('message', 'psst')).data).toMatchObject({ message: 'psst' })
  const { id } = await post('for everybody')
  await stranger.next('activity', id)
  expect(stranger.frames.map(({ event }) => event)).not.toContain('message')
})

test('who was away goes on where they stopped, each event once', async () => {
  const first = await open()
  const seen = await post('seen')
  const { id } = await first.next('activity', seen.id)
  first.close()
  const missed = [await post('missed 1'), await post('missed 2')]
  const again = await open(undefined, id)
  const now = await post('now')
  await again.next('activity', now.id)
  const ids = again.frames.flatMap(({ event, data }) => (event === 'activity' ? [(data as Activity).id] : []))
  expect(ids).toEqual([...missed, now].map((activity) => activity.id))
  expect(ids).not.toContain(seen.id)
})

test('who was away for too long is told to read anew', async () => {
  const stream = await open(undefined, '1-1')
  expect((await stream.next('reset')).data).toEqual({})
  const { id } = await post('after the reset')
  expect(await stream.next('activity', id)).toBeDefined()
})

test('who comes with the id of another database, or of one that was restored, is told to read anew', async () => {
  const stream = await open(undefined, '9999999999999999999-7')
  await stream.next('reset')
  const { id } = await post('after the restoration')
  expect(await stream.next('activity', id)).toBeDefined()
})

test('what one task is told of, the pages of another see', async () => {
  const live = liveOn(api.store.events, { log: silent })
  const other = await served(createApp({ ...api.deps, live }))
  const stream = await open(undefined, undefined, other.url)
  const activity = await post('through the other')
  live.wake()
  expect((await stream.next('activity', activity.id)).data).toEqual(activity)
  live.close()
  await stream.ended
  await other.close()
})

test('an event of a transaction that ends late is not lost to those who went on', async () => {
  const stream = await open()
  const late = await api.pool.connect()
  await late.query('begin')
  const { rows } = await late.query(
    `insert into activities (author_id, message, expires_at) values ($1, 'late', now() + interval '1 day') returning id`,
    [ann.id],
  )
  await late.query(`insert into events (name, subject) values ('activity', $1)`, [rows[0].id])
  const early = await post('early')
  await late.query('commit')
  late.release()
  api.deps.live.wake()
  await Promise.all([stream.next('activity', rows[0].id), stream.next('activity', early.id)])
})

test('a stream ends with the token it was opened with', async () => {
  const stream = await openStream(api.url + routes.events, {
    Authorization: `Bearer ${await api.token(ann.sub, { expiresIn: 2 })}`,
  })
  await stream.ended
  expect(stream.status).toBe(200)
})

/** A stream of our own making, to see what it does to those who do not read. */
const streaming = async (options: Parameters<typeof eventStream>[1]) => {
  const tellers: ((told: Told) => void)[] = []
  const stopped: boolean[] = []
  const live: Live = {
    wake: () => {},
    close: () => {},
    async subscribe({ tell }) {
      tellers.push(tell)
      return { start: { xid: 1n, id: 0n }, stop: () => void stopped.push(true) }
    },
  }
  const server = await served(express().get(routes.events, eventStream(live, options)))
  onTestFinished(() => server.close())
  return { ...server, tellers, stopped }
}

test('who does not read is cut off before they hold much of our memory', async () => {
  const { url, tellers, stopped } = await streaming({ behind: 100_000 })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(`GET ${routes.events} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await once(socket, 'readable')
  const data = { message: 'x'.repeat(10_000) } as never
  for (let id = 1n; id < 5_000n && stopped.length === 0; id++) {
    tellers[0]?.({ at: { xid: 2n, id }, audience: null, event: { event: 'activity', data } })
    if (id % 100n === 0n) await new Promise((resolve) => setImmediate(resolve))
  }
  await expect.poll(() => stopped).toEqual([true])
})

test('a comment now and then keeps the connection alive', async () => {
  const { url } = await streaming({ beat: 5 })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let text = ''
  socket.on('data', (chunk) => (text += chunk)).write(`GET ${routes.events} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await expect.poll(() => text).toContain('\n:\n\n')
})

test('more streams than there is room for are refused, and there is room again when one ends', async () => {
  const { url, stopped } = await streaming({ most: 3, each: 1 })
  const first = await openStream(url + routes.events)
  expect((await fetch(url + routes.events)).ok).toBe(false)
  first.close()
  await expect.poll(() => stopped).toEqual([true])
  const second = await openStream(url + routes.events)
  expect(second.status).toBe(200)
  second.close()
  const full = await streaming({ most: 0 })
  expect((await fetch(full.url + routes.events)).ok).toBe(false)
})

test('who asks for the headers alone does not keep a stream open', async () => {
  const { url, tellers } = await streaming({})
  const { status, headers } = await fetch(url + routes.events, { method: 'HEAD' })
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  expect((await fetch(url + routes.events, { method: 'HEAD' })).status).toBe(200)
  expect(tellers).toEqual([])
})
