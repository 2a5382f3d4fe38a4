import { sql } from 'kysely'
import type { Trend } from '../contract.ts'
import type { Queries } from './queries.ts'

/**
 * The words and #tags that most people used in the newest activities of the last week. Words that say nothing are those
 * that PostgreSQL's English dictionary drops, or that there is a tag of; one person who repeats a word makes no trend.
 */
export async function trendsOf(db: Queries, limit: number): Promise<readonly Trend[]> {
  const { rows } = await sql<Trend>`
    with newest as (
      select id, author_id, message from activities
      where expires_at > now() and created_at > now() - interval '7 days' and reply_to is null
      order by created_at desc, id desc limit 2000
    ),
    used as (
      select distinct newest.id, author_id, lower(found[1]) as term
      from newest, regexp_matches(message, '(#?[[:alpha:]][[:alnum:]_]{3,29})', 'g') found
    )
    select term, count(*)::int as activities from used
    where term like '#%'
      or (to_tsvector('english', term) <> ''::tsvector and '#' || term not in (select term from used))
    group by term having count(distinct author_id) > 1
    order by (term like '#%') desc, count(distinct author_id) desc, count(*) desc, term limit ${limit}`.execute(db)
  return rows
}
