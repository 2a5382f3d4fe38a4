import { sql } from 'kysely'
import type { Activity, Counts } from '../contract.ts'
import { type AvatarUrl, type UserRow, userColumns, userOf } from './user-view.ts'

/** An activity and its author, as the database gives them; `micros` is the instant it is sorted by. */
export type ActivityRow = UserRow &
  CountsRow & {
    id: string
    message: string
    created_at: Date
    expires_at: Date
    reply_to: string | null
    reposted_at: Date | null
    micros: string
  }

/** The counts of an activity. */
export type CountsRow = { replies_count: number; reposts_count: number; likes_count: number; shares_count: number }

/** An instant in microseconds since 1970. */
export const microsOf = (column: string) =>
  sql<string>`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint::text`

/** The counts of the activity `a`. */
export const countsColumns = sql`a.replies_count, a.reposts_count, a.likes_count, a.shares_count`

/** The columns of the activity `a`, but the instants that differ between feeds. */
export const bareColumns = sql`a.id, a.message, a.created_at, a.expires_at, a.reply_to, ${countsColumns}`

/** The columns of the activity `a` with its author `u`, sorted by when it was made. */
export const activityColumns = sql`${bareColumns}, ${userColumns},
  null::timestamptz as reposted_at, ${microsOf('a.created_at')} as micros`

/** The counts of a row. */
export const countsOf = (row: CountsRow): Counts => ({
  replies: row.replies_count,
  reposts: row.reposts_count,
  likes: row.likes_count,
  shares: row.shares_count,
})

/** The activity of a row, as someone sees it who neither liked nor reposted it. */
export const activityOf = (row: ActivityRow, avatarUrl: AvatarUrl): Activity => ({
  id: row.id,
  author: userOf(row, avatarUrl),
  message: row.message,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  replyTo: row.reply_to,
  counts: countsOf(row),
  liked: false,
  reposted: false,
  repostedAt: row.reposted_at?.toISOString() ?? null,
})
