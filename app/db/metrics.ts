import { sql } from 'kysely'
import type { DayOfMetrics, Metrics } from '../contract.ts'
import type { Queries } from './queries.ts'

type Row = Record<Exclude<keyof DayOfMetrics, 'day'>, string> & { day: string }

const kinds = ['activities', 'replies', 'likes', 'reposts', 'messages'] as const

// The six days before the first are there for its average; days on which nothing happened are days too.
const daysQuery = (days: number) => sql<Row>`
  with today as (select (now() at time zone 'utc')::date as day),
  daily as (
    select series::date as day,
      coalesce(sum(activities), 0) as activities, coalesce(sum(replies), 0) as replies,
      coalesce(sum(likes), 0) as likes, coalesce(sum(reposts), 0) as reposts, coalesce(sum(messages), 0) as messages
    from today, generate_series(today.day - (${days}::int + 5), today.day, interval '1 day') series
    left join metrics on metrics.day = series::date
    group by series
  ),
  earlier as (
    select coalesce(sum(activities), 0) as activities from metrics, today where metrics.day < today.day - (${days}::int + 5)
  ),
  seen as (
    select daily.*,
      avg(daily.activities) over (order by daily.day rows between 6 preceding and current row) as "averageActivities",
      earlier.activities + sum(daily.activities) over (order by daily.day) as total
    from daily, earlier
  )
  select seen.day::text as day, seen.activities::text, replies::text, likes::text, reposts::text, messages::text,
    round("averageActivities", 2)::text as "averageActivities", total::text
  from seen, today where seen.day > today.day - ${days}::int order by seen.day desc`

/** The last days in numbers, today (UTC) first. */
export async function metricsOf(db: Queries, days: number): Promise<Metrics> {
  const { rows } = await daysQuery(days).execute(db)
  const all = rows.map(({ day, ...numbers }) => {
    const entries = Object.entries(numbers).map(([name, value]) => [name, Number(value)])
    return { day, ...Object.fromEntries(entries) } as DayOfMetrics
  })
  const sums = kinds.map((kind) => [kind, all.reduce((sum, day) => sum + day[kind], 0)])
  return { days: all, sums: Object.fromEntries(sums) as Metrics['sums'] }
}
