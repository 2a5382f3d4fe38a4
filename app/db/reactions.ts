import { type RawBuilder, sql } from 'kysely'
import type { Counts } from '../contract.ts'
import { type CountsRow, countsColumns, countsOf } from './activity-view.ts'
import { countToday } from './counting.ts'
import type { Queries } from './queries.ts'

/** Someone does something to an activity. */
export type Reaction = { readonly userId: string; readonly activityId: string }

type Kind = { readonly table: 'likes' | 'reposts'; readonly notification: 'like' | 'repost' }

const like: Kind = { table: 'likes', notification: 'like' }
const repost: Kind = { table: 'reposts', notification: 'repost' }

// The count is always updated, if by nothing: the update waits for others and gives the newest counts, where a select
// would give those of when the statement began.
const add = ({ table, notification }: Kind, { userId, activityId }: Reaction): RawBuilder<CountsRow> => sql`
  with mine as (
    insert into ${sql.table(table)} (activity_id, user_id)
    select id, ${userId}::uuid from activities where id = ${activityId}::uuid and expires_at > now()
    on conflict do nothing returning activity_id
  ),
  a as (
    update activities set ${sql.ref(`${table}_count`)} = ${sql.ref(`${table}_count`)} + (select count(*) from mine)
    where id = ${activityId}::uuid and expires_at > now() returning *
  ),
  noted as (
    insert into notifications (user_id, actor_id, kind, activity_id)
    select a.author_id, ${userId}::uuid, ${notification}, a.id from a, mine where a.author_id <> ${userId}::uuid
    on conflict (user_id, actor_id, kind, activity_id) where kind in ('like', 'repost') do nothing
    returning id, user_id
  ),
  told as (
    insert into events (name, subject, audience)
    select 'counts', a.id, null::uuid from a, mine union all select 'notification', id, user_id from noted
  ),
  counted as (${countToday(table, sql`a, mine`)})
  select ${countsColumns} from a`

const remove = ({ table }: Kind, { userId, activityId }: Reaction): RawBuilder<CountsRow> => sql`
  with mine as (
    delete from ${sql.table(table)} where activity_id = ${activityId}::uuid and user_id = ${userId}::uuid
    returning activity_id
  ),
  a as (
    update activities set ${sql.ref(`${table}_count`)} = ${sql.ref(`${table}_count`)} - (select count(*) from mine)
    where id = ${activityId}::uuid and expires_at > now() returning *
  ),
  told as (insert into events (name, subject) select 'counts', a.id from a, mine)
  select ${countsColumns} from a`

const share = (activityId: string): RawBuilder<CountsRow> => sql`
  with a as (
    update activities set shares_count = shares_count + 1
    where id = ${activityId}::uuid and expires_at > now() returning *
  ),
  told as (insert into events (name, subject) select 'counts', id from a)
  select ${countsColumns} from a`

/** Likes, reposts and shares. Each gives the counts after it, undefined when there is no such activity; doing one twice is doing it once. */
export const reactionsOf = (db: Queries) => {
  const counts = async (query: RawBuilder<CountsRow>): Promise<Counts | undefined> => {
    const [row] = (await query.execute(db)).rows
    return row && countsOf(row)
  }
  return {
    like: (reaction: Reaction) => counts(add(like, reaction)),
    unlike: (reaction: Reaction) => counts(remove(like, reaction)),
    repost: (reaction: Reaction) => counts(add(repost, reaction)),
    unrepost: (reaction: Reaction) => counts(remove(repost, reaction)),
    share: (activityId: string) => counts(share(activityId)),
  }
}

/** Likes, reposts and shares. */
export type Reactions = ReturnType<typeof reactionsOf>
