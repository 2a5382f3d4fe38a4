import { type RawBuilder, sql } from 'kysely'
import type { Message } from '../contract.ts'
import type { Queries } from './queries.ts'

/** A message that DynamoDB has, as far as PostgreSQL is concerned with it. */
export type Sent = {
  readonly id: string
  readonly groupId: string
  readonly authorId: string
  readonly otherId: string
}

/** A message, and the instant it was written, ISO 8601. */
export type Dated = { readonly id: string; readonly createdAt: string }

/** The ids for which a step was not taken before; from now on it is. */
const first = (step: 'told' | 'noted' | 'counted', ids: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into messages_done (id, step) select id, ${step} from ${ids} on conflict do nothing returning id`

const only = (id: string): RawBuilder<unknown> => sql`(select ${id}::text as id) one`

/**
 * What follows from a message, which DynamoDB keeps. Each of these happens once for a message, however often and by
 * whomever it is asked for: by the request that wrote it, by the same request sent again, by the table's stream.
 */
export const sentMessagesOf = (db: Queries) => ({
  /** Shows it to both. */
  async tell({ id, authorId, otherId }: Sent, message: Message): Promise<void> {
    await sql`
      with first as (${first('told', only(id))})
      insert into events (name, audience, data)
      select 'message', audience, ${JSON.stringify(message)}::jsonb
      from first, unnest(${[otherId, authorId]}::uuid[]) audience`.execute(db)
  },

  /** Notifies the one who did not write it, if both are still here. A conversation has one notification until it is read. */
  async note({ id, groupId, authorId, otherId }: Sent): Promise<void> {
    await sql`
      with first as (${first('noted', only(id))}),
      noted as (
        insert into notifications (user_id, actor_id, kind, group_id)
        select other.id, author.id, 'message', ${groupId} from first, users other, users author
        where other.id = ${otherId}::uuid and author.id = ${authorId}::uuid
        on conflict (user_id, group_id) where kind = 'message' and read_at is null
        do update set created_at = now(), actor_id = excluded.actor_id returning id, user_id
      )
      insert into events (name, subject, audience) select 'notification', id, user_id from noted`.execute(db)
  },

  /** Counts some on the days they were written. */
  async count(messages: readonly Dated[]): Promise<void> {
    const [ids, instants] = [messages.map(({ id }) => id), messages.map(({ createdAt }) => createdAt)]
    await sql`
      with given as (
        select distinct on (id) id, (instant at time zone 'utc')::date as day
        from unnest(${ids}::text[], ${instants}::timestamptz[]) as one (id, instant)
      ),
      first as (${first('counted', sql`given`)})
      insert into metrics (day, shard, messages)
      select day, pg_backend_pid() % 16, count(*) from given join first using (id) group by day order by day
      on conflict (day, shard) do update set messages = metrics.messages + excluded.messages`.execute(db)
  },
})

/** What follows from a message. */
export type SentMessages = ReturnType<typeof sentMessagesOf>
