import { type RawBuilder, sql } from 'kysely'
import type { Activity, Feed } from '../contract.ts'
import { type ActivityRow, activityColumns, activityOf, bareColumns, microsOf } from './activity-view.ts'
import { cut, olderThan, type Page } from './page.ts'
import { preparedOn } from './prepared.ts'
import type { Queries } from './queries.ts'
import { type AvatarUrl, userColumns } from './user-view.ts'

// In the text, since a plan for any number of rows is one for very many.
const limitOf = ({ limit }: Page) => sql.lit(limit + 1)
const newestFirst = (page: Page) => sql`order by a.created_at desc, a.id desc limit ${limitOf(page)}`

const activitiesWhere = (condition: RawBuilder<unknown>, page: Page): RawBuilder<ActivityRow> => sql`
  select ${activityColumns} from activities a join users u on u.id = a.author_id
  where ${condition} and a.expires_at > now() and ${olderThan(page.before, ['a.created_at', 'a.id'])}
  ${newestFirst(page)}`

/** What everybody posts. */
export const homeQuery = (page: Page) => activitiesWhere(sql`a.reply_to is null`, page)

/** The replies to an activity. */
export const repliesQuery = (id: string, page: Page) => activitiesWhere(sql`a.reply_to = ${id}::uuid`, page)

/**
 * The activities that use all the words of a term; the last word may be the beginning of one. A word may be everywhere or
 * nowhere, which the planner does not know: what many write is found among the newest, all else by the index of words.
 */
export function searchQuery(term: string, page: Page): RawBuilder<ActivityRow> {
  const matches = sql`to_tsvector('simple', a.message) @@ ${tsqueryOf(term)}`
  const isThere = sql`a.expires_at > now() and ${olderThan(page.before, ['a.created_at', 'a.id'])}`
  return sql`
    with newest as materialized (
      select a.id, a.created_at from (
        select * from activities a where ${isThere} order by a.created_at desc, a.id desc limit 2000
      ) a where ${matches} ${newestFirst(page)}
    ), are_enough as materialized (
      select count(*) = ${limitOf(page)} as so from newest
    ), found as materialized (
      select a.id, a.created_at from activities a where not (select so from are_enough) and ${matches} and ${isThere}
    ), picked as (
      select id from newest where (select so from are_enough) union all
      (select id from found order by created_at desc, id desc limit ${limitOf(page)})
    )
    select ${activityColumns} from picked join activities a using (id) join users u on u.id = a.author_id
    order by a.created_at desc, a.id desc`
}

/** What a user posted and reposted, by when they did. */
export const profileQuery = (userId: string, page: Page): RawBuilder<ActivityRow> => sql`
  select * from (
    (select ${activityColumns} from activities a join users u on u.id = a.author_id
     where a.author_id = ${userId}::uuid and a.reply_to is null and a.expires_at > now()
       and ${olderThan(page.before, ['a.created_at', 'a.id'])}
     ${newestFirst(page)})
    union all
    (select ${bareColumns}, ${userColumns}, r.created_at as reposted_at, ${microsOf('r.created_at')} as micros
     from reposts r join activities a on a.id = r.activity_id join users u on u.id = a.author_id
     where r.user_id = ${userId}::uuid and a.expires_at > now()
       and ${olderThan(page.before, ['r.created_at', 'r.activity_id'])}
     order by r.created_at desc, r.activity_id desc limit ${limitOf(page)})
  ) f order by coalesce(f.reposted_at, f.created_at) desc, f.id desc limit ${limitOf(page)}`

/** Some activities by their ids, in no order. */
const activitiesQuery = (ids: readonly string[]): RawBuilder<ActivityRow> => sql`
  select ${activityColumns} from activities a join users u on u.id = a.author_id
  where a.id = any(${ids}::uuid[]) and a.expires_at > now()`

/** Reads feeds, all as someone sees them who is not signed in. */
export const feedsOf = (db: Queries, avatarUrl: AvatarUrl) => {
  const prepared = preparedOn(db)
  const feed = (rows: readonly ActivityRow[], page: Page): Feed => {
    const { rows: kept, next } = cut(rows, page)
    return { activities: kept.map((row) => activityOf(row, avatarUrl)), next }
  }
  const some = async (ids: readonly string[]): Promise<readonly Activity[]> =>
    (await prepared('some', { ids }, (given) => activitiesQuery(given.ids))).map((row) => activityOf(row, avatarUrl))
  const run = async (query: RawBuilder<ActivityRow>): Promise<readonly ActivityRow[]> => (await query.execute(db)).rows
  return {
    async home({ limit, before }: Page): Promise<Feed> {
      const rows = before
        ? prepared(`home ${limit} older`, before, (given) => homeQuery({ limit, before: given }))
        : prepared(`home ${limit}`, {}, () => homeQuery({ limit }))
      return feed(await rows, { limit })
    },
    async replies(id: string, { limit, before }: Page): Promise<Feed> {
      const rows = before
        ? prepared(`replies ${limit} older`, { ...before, to: id }, ({ to, micros, id }) =>
            repliesQuery(to, { limit, before: { micros, id } }),
          )
        : prepared(`replies ${limit}`, { to: id }, ({ to }) => repliesQuery(to, { limit }))
      return feed(await rows, { limit })
    },
    // These two are planned for what they ask: a word may be rare or everywhere.
    search: async (term: string, page: Page) => feed(await run(searchQuery(term, page)), page),
    profile: async (userId: string, page: Page) => feed(await run(profileQuery(userId, page)), page),
    some,
    one: async (id: string) => (await some([id]))[0],
  }
}

/** Reads feeds. */
export type Feeds = ReturnType<typeof feedsOf>

/**
 * Every word must be there. A term is taken apart twice: at all that is no letter and no digit, so that nothing of it is an
 * operator and half a word finds what is being typed; and as PostgreSQL takes messages apart, for which "3.14",
 * "example.com/about" and "/usr/bin" are one word each. That may leave nothing, of "<b>" say.
 */
function tsqueryOf(term: string): RawBuilder<unknown> {
  const words = term.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  const plain = words.map((word, at) => (at === words.length - 1 ? `'${word}':*` : `'${word}'`)).join(' & ')
  return sql`(to_tsquery('simple', ${plain}) || coalesce(plainto_tsquery('simple', ${term}), ''))`
}
