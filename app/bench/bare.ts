// A process: the least that could serve the same. node:http, the app's own pool and SQL, and nothing else: nothing that
// comes is checked, nobody is asked who they are, nothing is limited or logged, rows are sent as they are.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RawBuilder } from 'kysely'
import { pino } from 'pino'
import { limits, routes, ttls } from '../contract.ts'
import { parseCursor } from '../db/cursor.ts'
import { homeQuery } from '../db/feeds.ts'
import { marksQuery } from '../db/marks.ts'
import { createPool } from '../db/pool.ts'
import { insertActivity } from '../db/posting.ts'
import { queriesOf } from '../db/queries.ts'
import { readConfig } from '../server/config.ts'
import { answerParent } from './child.ts'

const config = readConfig(process.env)
const pool = createPool(config.database, { log: pino({ level: 'silent' }) })
const db = queriesOf(pool)

/** The statement of the app, with values for what stands for them. */
const statement = (name: string, query: RawBuilder<unknown>, holes: readonly unknown[] = []) => {
  const { sql: text, parameters } = query.compile(db)
  return async (values: readonly unknown[] = []) => {
    const given = parameters.map((one) => (holes.includes(one) ? values[holes.indexOf(one)] : one))
    return (await pool.query({ name, text, values: given })).rows
  }
}
const hole = { micros: '0', id: 'id', reader: 'reader', ids: ['ids'], handle: 'handle', message: 'message', key: 'key' }
const first = statement('first', homeQuery({ limit: limits.page }))
const older = statement('older', homeQuery({ limit: limits.page, before: hole }), [hole.micros, hole.id])
const marks = statement('marks', marksQuery(hole.reader, hole.ids), [hole.reader, hole.ids])
const post = statement('post', insertActivity({ ...hole, seconds: ttls['1-day'] }), [
  hole.id,
  hole.handle,
  hole.message,
  hole.key,
])

/** One page; `before` is where it starts. */
const feed = async (before: string | null, reader: string | undefined) => {
  const cursor = parseCursor(before ?? '')
  const activities = await (cursor ? older([cursor.micros, cursor.id]) : first())
  const marked = reader ? await marks([reader, activities.map(({ id }) => id)]) : []
  return { activities, marked }
}

const send = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body)
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
    .end(text)
}

const bodyOf = async (request: IncomingMessage): Promise<{ message: string }> => {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return JSON.parse(text)
}

const server = createServer(async (request, response) => {
  const [reader, handle] = String(request.headers['x-reader'] ?? '').split(' ')
  if (request.method === 'POST') {
    const { message } = await bodyOf(request)
    return send(response, 201, (await post([reader, handle, message, request.headers['idempotency-key']]))[0])
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bare')
  if (pathname === routes.home) return send(response, 200, await feed(searchParams.get('before'), reader))
  send(response, 404, {})
})
server.listen(0, '127.0.0.1', () => answerParent((server.address() as AddressInfo).port))
