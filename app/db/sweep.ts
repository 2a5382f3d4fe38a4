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

// The stream of the table keeps a message for a day, and a key of a client stands for it as long, or a little longer.
const done = sql`
  with gone as (
    select id, step from messages_done where done_at < now() - interval '4 days'
    order by done_at limit ${batch} for update skip locked
  )
  delete from messages_done m using gone where (m.id, m.step) = (gone.id, gone.step)`

/** Deletes what expired and what everybody was told, in small steps. Any number of tasks may sweep at once. Gives how many went. */
export async function sweep(db: Queries): Promise<{ activities: number; events: number; messages: number }> {
  return {
    activities: await emptied(db, expired),
    events: await emptied(db, told),
    messages: await emptied(db, done),
  }
}

async function emptied(db: Queries, step: RawBuilder<unknown>): Promise<number> {
  let all = 0
  for (;;) {
    const many = Number((await step.execute(db)).numAffectedRows ?? 0n)
    all += many
    if (many < batch) return all
  }
}
