import { type RawBuilder, sql } from 'kysely'
import type { Queries } from './queries.ts'

const batch = 500

// Roots only: replies expire with what they answer and are deleted by the cascade, so no two sweeps ever want the same row.
const expired = sql`
  with gone as (
    select id from activities where expires_at <= now() and reply_to is null
    order by expires_at limit ${batch} for update skip locked
  )
  delete from activities a using gone where a.id = gone.id`

const told = sql`
  with gone as (
    select xid, id from events where created_at < now() - interval '1 hour'
    order by created_at limit ${batch} for update skip locked
  )
  delete from events e using gone where (e.xid, e.id) = (gone.xid, gone.id)`

/** Deletes what expired and what everybody was told, in small steps. Any number of tasks may sweep at once. Gives how many went. */
export async function sweep(db: Queries): Promise<{ activities: number; events: number }> {
  return { activities: await emptied(db, expired), events: await emptied(db, told) }
}

async function emptied(db: Queries, step: RawBuilder<unknown>): Promise<number> {
  let all = 0
  for (;;) {
    const many = Number((await step.execute(db)).numAffectedRows ?? 0n)
    all += many
    if (many < batch) return all
  }
}
