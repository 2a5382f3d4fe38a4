import { type RawBuilder, sql } from 'kysely'

/** What is counted per day where it happens; messages happen in DynamoDB, and are counted when its stream tells of them. */
export type Counted = 'activities' | 'replies' | 'likes' | 'reposts'

/**
 * Counts one of a kind for today, for each row of `source`: for use in the statement that does what is counted. Which of
 * the rows of a day is taken depends on the connection, so that hardly anybody waits for another. It must come last: all
 * statements then lock activities before days, never the other way round.
 */
export const countToday = (kind: Counted, source: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into metrics (day, shard, ${sql.ref(kind)})
  select (now() at time zone 'utc')::date, pg_backend_pid() % 16, 1 from ${source}
  on conflict (day, shard) do update set ${sql.ref(kind)} = metrics.${sql.ref(kind)} + 1`
