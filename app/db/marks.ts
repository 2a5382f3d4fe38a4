import { type RawBuilder, sql } from 'kysely'
import type { Activity } from '../contract.ts'
import { preparedOn } from './prepared.ts'
import type { Queries } from './queries.ts'

type Row = { id: string; liked: boolean }

/** Which of some activities a reader liked, and which they reposted. */
export const marksQuery = (reader: string, ids: readonly string[]): RawBuilder<Row> => sql`
  select activity_id as id, true as liked from likes where user_id = ${reader}::uuid and activity_id = any(${ids}::uuid[])
  union all
  select activity_id, false from reposts where user_id = ${reader}::uuid and activity_id = any(${ids}::uuid[])`

/** Gives activities as a reader sees them: which ones they liked and reposted. */
export const marksOf = (db: Queries) => {
  const prepared = preparedOn(db)
  return async <A extends Activity>(reader: string, activities: readonly A[]): Promise<A[]> => {
    if (activities.length === 0) return []
    const given = { reader, ids: activities.map(({ id }) => id) }
    const rows = await prepared('marks', given, (asked) => marksQuery(asked.reader, asked.ids))
    const liked = new Set(rows.filter((row) => row.liked).map(({ id }) => id))
    const reposted = new Set(rows.filter((row) => !row.liked).map(({ id }) => id))
    return activities.map((each) => ({ ...each, liked: liked.has(each.id), reposted: reposted.has(each.id) }))
  }
}
