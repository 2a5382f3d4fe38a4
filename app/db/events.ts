import { sql } from 'kysely'
import type { LiveEvent } from '../contract.ts'
import type { Feeds } from './feeds.ts'
import type { NotificationStore } from './notifications.ts'
import type { Position } from './position.ts'
import type { Queries } from './queries.ts'

/** An event, where it stands in the order, and the only user it is for; null is everybody. */
export type Told = { readonly at: Position; readonly audience: string | null; readonly event: LiveEvent }

/** What follows a position: up to `upTo` it is complete; `more` says that there is, or soon will be, something after that. */
export type Following = { readonly told: readonly Told[]; readonly upTo: Position; readonly more: boolean }

type Row = {
  xid: string
  id: string
  name: string
  subject: string | null
  audience: string | null
  data: unknown
  settled: boolean
}

/** The most events that are read at once. */
export const eventsAtOnce = 200

/** The channel on which tasks wake each other. */
export const channel = 'cruddur_events'

/** Reads what was told. What it tells of is read when it is told, so that it is as it is now, and left out when it is gone. */
export const eventsOf = (db: Queries, stores: { feeds: Feeds; notifications: NotificationStore }) => ({
  /** A position before everything that is told from now on. */
  async newest(): Promise<Position> {
    const { rows } = await sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db)
    return { xid: BigInt(rows[0]?.xid ?? 0), id: 0n }
  },

  /** Whether everything after a position is still there. One that lies ahead is of another database, or of this one before it was restored. */
  async isKept({ xid, id }: Position): Promise<boolean> {
    const query = sql`select 1 from events where (xid, id) <= (${String(xid)}::xid8, ${String(id)}::bigint)
      and ${String(xid)}::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) limit 1`
    return (await query.execute(db)).rows.length > 0
  },

  async after(position: Position): Promise<Following> {
    const { rows } = await sql<Row>`
      select xid::text as xid, id::text as id, name, subject, audience, data,
        xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
      from events where (xid, id) > (${String(position.xid)}::xid8, ${String(position.id)}::bigint)
      order by events.xid, events.id limit ${eventsAtOnce}`.execute(db)
    // What comes after an open transaction waits for it: an event of that one may still come between.
    const settled = rows.filter((row) => row.settled)
    const last = settled.at(-1)
    return {
      told: await hydrated(settled, stores),
      upTo: last ? positionOf(last) : position,
      more: settled.length < rows.length || rows.length === eventsAtOnce,
    }
  },

  /** Wakes every task that listens. */
  async wake(): Promise<void> {
    await sql`select pg_notify(${channel}, '')`.execute(db)
  },
})

/** Reads what was told. */
export type EventStore = ReturnType<typeof eventsOf>

async function hydrated(
  rows: readonly Row[],
  { feeds, notifications }: { feeds: Feeds; notifications: NotificationStore },
) {
  const idsOf = (...names: string[]) =>
    rows.filter((row) => names.includes(row.name)).flatMap(({ subject }) => subject ?? [])
  const [activities, notes] = [idsOf('activity', 'counts'), idsOf('notification')]
  const byId = new Map<string, { id: string }>()
  for (const each of activities.length > 0 ? await feeds.some(activities) : []) byId.set(each.id, each)
  for (const each of notes.length > 0 ? await notifications.some(notes) : []) byId.set(each.id, each)
  return rows.flatMap((row): readonly Told[] => {
    const data = row.name === 'message' ? row.data : byId.get(row.subject ?? '')
    if (!data) return []
    const event = { event: row.name, data: row.name === 'counts' ? countsIn(data) : data } as LiveEvent
    return [{ at: positionOf(row), audience: row.audience, event }]
  })
}

const countsIn = (activity: unknown) => {
  const { id, counts } = activity as { id: string; counts: unknown }
  return { id, counts }
}

const positionOf = ({ xid, id }: Row): Position => ({ xid: BigInt(xid), id: BigInt(id) })
