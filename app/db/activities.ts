import type pg from 'pg'
import { type Activity, defaultTtl, type Feed, type NewActivity, ttls } from '../contract.ts'
import { type Cursor, printCursor } from './cursor.ts'

/** What the API asks of the database. */
export type Activities = {
  home(page: { limit: number; before?: Cursor | undefined }): Promise<Feed>
  create(activity: NewActivity): Promise<Activity>
}

type Row = { id: string; handle: string; message: string; created_at: Date; expires_at: Date; micros: string }

const columns = `id, handle, message, created_at, expires_at, (extract(epoch from created_at) * 1000000)::bigint::text as micros`

/** The page of activities that are older than `before`; expired ones are left out. Exported so that a test can explain it. */
export const homeQuery = (limit: number, before?: Cursor): { text: string; values: unknown[] } => ({
  text: `select ${columns} from activities where expires_at > now()
    ${before ? `and (created_at, id) < ('epoch'::timestamptz + $2::bigint * interval '1 microsecond', $3::uuid)` : ''}
    order by created_at desc, id desc limit $1`,
  values: before ? [limit, before.micros, before.id] : [limit],
})

/** The activities of a database. */
export const activitiesOf = (pool: Pick<pg.Pool, 'query'>): Activities => ({
  async home({ limit, before }) {
    // One more than asked tells whether there is a next page.
    const { rows } = await pool.query<Row>(homeQuery(limit + 1, before))
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return { activities: page.map(activityOf), next: last && rows.length > limit ? printCursor(last) : null }
  },
  async create({ handle, message, ttl = defaultTtl }) {
    const { rows } = await pool.query<Row>(
      `insert into activities (handle, message, expires_at) values ($1, $2, now() + make_interval(secs => $3))
       returning ${columns}`,
      [handle, message, ttls[ttl]],
    )
    return activityOf(rows[0]!)
  },
})

const activityOf = ({ id, handle, message, created_at, expires_at }: Row): Activity => ({
  id,
  handle,
  message,
  createdAt: created_at.toISOString(),
  expiresAt: expires_at.toISOString(),
})
