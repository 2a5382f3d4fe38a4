import { sql } from 'kysely'
import type { Notification, NotificationKind, Notifications } from '../contract.ts'
import { microsOf } from './activity-view.ts'
import { cut, olderThan, type Page } from './page.ts'
import type { Queries } from './queries.ts'
import { type AvatarUrl, type UserRow, userColumns, userOf } from './user-view.ts'

type Row = UserRow & {
  id: string
  kind: NotificationKind
  group_id: string | null
  created_at: Date
  read_at: Date | null
  activity_id: string | null
  activity_handle: string
  activity_message: string
  micros: string
}

const selected = sql<Row>`
  select n.id, n.kind, n.group_id, n.created_at, n.read_at, ${userColumns}, ${microsOf('n.created_at')} as micros,
    a.id as activity_id, author.handle as activity_handle, a.message as activity_message
  from notifications n join users u on u.id = n.actor_id
  left join activities a on a.id = n.activity_id and a.expires_at > now()
  left join users author on author.id = a.author_id`

/** The notifications of a user. */
export const notificationsQuery = (userId: string, page: Page) => sql<Row>`${selected}
  where n.user_id = ${userId}::uuid and ${olderThan(page.before, ['n.created_at', 'n.id'])}
  order by n.created_at desc, n.id desc limit ${page.limit + 1}`

/** Reads notifications and marks them read; likes, replies, reposts and messages make their own. */
export const notificationsOf = (db: Queries, avatarUrl: AvatarUrl) => ({
  async page(userId: string, page: Page): Promise<Notifications> {
    const [{ rows }, unread] = await Promise.all([notificationsQuery(userId, page).execute(db), unreadOf(db, userId)])
    const { rows: kept, next } = cut(rows, page)
    return { notifications: kept.map((row) => notificationOf(row, avatarUrl)), unread, next }
  },
  unread: (userId: string) => unreadOf(db, userId),
  async some(ids: readonly string[]): Promise<readonly Notification[]> {
    const { rows } = await sql<Row>`${selected} where n.id = any(${ids}::uuid[])`.execute(db)
    return rows.map((row) => notificationOf(row, avatarUrl))
  },
  async markRead(userId: string): Promise<void> {
    await sql`update notifications set read_at = now() where user_id = ${userId}::uuid and read_at is null`.execute(db)
  },
})

/** Reads notifications and marks them read. */
export type NotificationStore = ReturnType<typeof notificationsOf>

async function unreadOf(db: Queries, userId: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from notifications where user_id = ${userId}::uuid and read_at is null`.execute(db)
  return rows[0]?.unread ?? 0
}

const notificationOf = (row: Row, avatarUrl: AvatarUrl): Notification => ({
  id: row.id,
  kind: row.kind,
  actor: userOf(row, avatarUrl),
  activity:
    row.activity_id === null
      ? null
      : { id: row.activity_id, handle: row.activity_handle, message: row.activity_message },
  groupId: row.group_id,
  createdAt: row.created_at.toISOString(),
  read: row.read_at !== null,
})
