import { type RawBuilder, sql } from 'kysely'
import { type Activity, defaultTtl, type NewActivity, ttls } from '../contract.ts'
import { type ActivityRow, activityColumns, activityOf } from './activity-view.ts'
import { countToday } from './counting.ts'
import { preparedOn } from './prepared.ts'
import type { Queries } from './queries.ts'
import type { AvatarUrl } from './user-view.ts'

/** Who posts, and the key by which the same request sent again is known. */
export type Author = { readonly id: string; readonly handle: string; readonly key?: string | undefined }

/** What came of posting. */
export type Posted =
  | { readonly outcome: 'posted' | 'posted before'; readonly activity: Activity }
  | { readonly outcome: 'nothing to answer' }
  | { readonly outcome: 'key of another' }

const once = sql`on conflict (author_id, idempotency_key) where idempotency_key is not null do nothing`
const made = sql`select ${activityColumns} from made a join users u on u.id = a.author_id`

type Post = { readonly id: string; readonly handle: string; readonly key: string | null; readonly message: string }

/** Posts for so many seconds; gives the row, none where the author's key was used before. */
export const insertActivity = ({
  id,
  handle,
  key,
  message,
  seconds,
}: Post & { seconds: number }): RawBuilder<ActivityRow> => sql`
  with made as (
    insert into activities (author_id, handle, message, expires_at, idempotency_key)
    values (${id}, ${handle}, ${message}, now() + make_interval(secs => ${seconds}), ${key})
    ${once} returning *
  ),
  told as (insert into events (name, subject) select 'activity', id from made),
  counted as (${countToday('activities', sql`made`)})
  ${made}`

const insertReply = ({ id, handle, key, message, to }: Post & { to: string }): RawBuilder<ActivityRow> => sql`
  with target as (select id, expires_at from activities where id = ${to}::uuid and expires_at > now()),
  made as (
    insert into activities (author_id, handle, message, expires_at, idempotency_key, reply_to)
    select ${id}::uuid, ${handle}, ${message}, expires_at, ${key}, id from target
    ${once} returning *
  ),
  parent as (
    update activities a set replies_count = a.replies_count + 1 from made
    where a.id = made.reply_to returning a.id, a.author_id, made.id as reply_id
  ),
  noted as (
    insert into notifications (user_id, actor_id, kind, activity_id)
    select author_id, ${id}::uuid, 'reply', reply_id from parent where author_id <> ${id}::uuid
    returning id, user_id
  ),
  told as (
    insert into events (name, subject, audience)
    select 'activity', reply_id, null::uuid from parent union all
    select 'counts', id, null from parent union all
    select 'notification', id, user_id from noted
  ),
  counted as (${countToday('replies', sql`parent`)})
  ${made}`

const byKey = (author: Author): RawBuilder<ActivityRow> => sql`
  select ${activityColumns} from activities a join users u on u.id = a.author_id
  where a.author_id = ${author.id} and a.idempotency_key = ${author.key ?? null}`

/** Posts activities and replies; what goes with one, its counts and who hears of it, happens with it or not at all. */
export const postingOf = (db: Queries, avatarUrl: AvatarUrl) => {
  const prepared = preparedOn(db)
  const outcome = async (author: Author, [row]: readonly ActivityRow[], is: (row: ActivityRow) => boolean) => {
    if (row) return { outcome: 'posted', activity: activityOf(row, avatarUrl) } as const
    const [before] = author.key === undefined ? [] : (await byKey(author).execute(db)).rows
    if (!before) return undefined
    if (!is(before)) return { outcome: 'key of another' } as const
    return { outcome: 'posted before', activity: activityOf(before, avatarUrl) } as const
  }
  return {
    async create(author: Author, { message, ttl = defaultTtl }: NewActivity): Promise<Posted> {
      const { id, handle, key = null } = author
      const seconds = ttls[ttl]
      const rows = await prepared('post', { id, handle, key, message, seconds }, insertActivity)
      const is = (row: ActivityRow) =>
        row.reply_to === null &&
        row.message === message &&
        row.expires_at.getTime() - row.created_at.getTime() === seconds * 1000
      const posted = await outcome(author, rows, is)
      if (!posted) throw new Error('an activity was neither posted nor posted before')
      return posted
    },
    async reply(author: Author, to: string, message: string): Promise<Posted> {
      const { id, handle, key = null } = author
      const rows = await prepared('reply', { id, handle, key, message, to }, insertReply)
      const posted = await outcome(author, rows, (row) => row.reply_to === to && row.message === message)
      return posted ?? { outcome: 'nothing to answer' }
    },
  }
}

/** Posts activities and replies. */
export type Posting = ReturnType<typeof postingOf>
