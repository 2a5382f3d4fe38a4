import type pg from 'pg'
import { routes } from '../contract.ts'
import { printCursor } from '../db/cursor.ts'
import type { Issuer } from '../dev/issuer.ts'

/** Complete requests, ready to be sent; the bare server is told in X-Reader what the app finds out from the token. */
export type Requests = Readonly<
  Record<
    'first' | 'older' | 'firstSignedIn' | 'olderSignedIn' | 'post' | 'show' | 'search' | 'events',
    readonly string[]
  >
>

const request = (method: string, path: string, headers: readonly string[] = [], body = ''): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: bench', 'Accept: application/json', ...headers, '', body].join('\r\n')

/** Requests of some readers, for pages and activities from all over what is there. */
export async function requestsOf(pool: pg.Pool, issuer: Issuer): Promise<Requests> {
  const { rows: users } = await pool.query('select id, sub, handle from users order by md5(sub) limit 100')
  const readers = await Promise.all(
    users.map(async ({ id, sub, handle }) => [
      `Authorization: Bearer ${await issuer.token(sub, { expiresIn: 86_400 })}`,
      `X-Reader: ${id} ${handle}`,
    ]),
  )
  const { rows: some } = await pool.query(`
    select id, (extract(epoch from created_at) * 1000000)::bigint::text as micros
    from activities tablesample system (1) where reply_to is null and expires_at > now() + interval '1 day' order by random() limit 1000`)
  const asOne = (at: number): readonly string[] => readers[at % readers.length] ?? []
  const get = (path: string, headers?: readonly string[]): string => request('GET', path, headers)
  const older = some.map((cursor) => `${routes.home}?before=${printCursor(cursor)}`)
  const words = ['coffee', 'word1234', 'the fuse', 'first']
  return {
    first: [get(routes.home)],
    older: older.map((path) => get(path)),
    firstSignedIn: readers.map((reader) => get(routes.home, reader)),
    olderSignedIn: older.map((path, at) => get(path, asOne(at))),
    post: readers.map((reader) => posting(reader)),
    show: some.map(({ id }, at) => get(routes.activity.replace(':id', id), at % 2 ? asOne(at) : [])),
    search: words.map((word) => get(`${routes.search}?term=${encodeURIComponent(word)}`)),
    events: [get(routes.events)],
  }
}

function posting(reader: readonly string[]): string {
  const body = JSON.stringify({ message: 'Number {n} of many: the fuse burns, coffee first. #bench', ttl: '1-day' })
  const length = body.replace('{n}', String(Date.now())).length
  const headers = [
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    'Idempotency-Key: bench-{n}',
    ...reader,
  ]
  return request('POST', routes.activities, headers, body)
}
