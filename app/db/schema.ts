import type { ColumnType, Generated } from 'kysely'
import type { NotificationKind } from '../contract.ts'

type Users = {
  id: Generated<string>
  sub: string | null
  handle: string
  display_name: string
  bio: Generated<string>
  avatar_version: string | null
  created_at: Generated<Date>
}

type Activities = {
  id: Generated<string>
  author_id: string
  handle: string | null
  message: string
  reply_to: string | null
  idempotency_key: string | null
  replies_count: Generated<number>
  reposts_count: Generated<number>
  likes_count: Generated<number>
  shares_count: Generated<number>
  created_at: Generated<Date>
  expires_at: Date
}

type Reactions = { activity_id: string; user_id: string; created_at: Generated<Date> }

type Notifications = {
  id: Generated<string>
  user_id: string
  actor_id: string
  kind: NotificationKind
  activity_id: string | null
  group_id: string | null
  created_at: Generated<Date>
  read_at: Date | null
}

type Metrics = {
  day: ColumnType<string, string, never>
  shard: number
  activities: Generated<string>
  replies: Generated<string>
  likes: Generated<string>
  reposts: Generated<string>
  messages: Generated<string>
}

type Events = {
  id: Generated<string>
  xid: Generated<string>
  name: 'activity' | 'counts' | 'notification' | 'message'
  subject: string | null
  audience: string | null
  data: unknown
  created_at: Generated<Date>
}

type MessagesDone = { id: string; step: 'told' | 'noted' | 'counted'; done_at: Generated<Date> }

/** The tables, as the newest migration leaves them. */
export type Tables = {
  users: Users
  activities: Activities
  likes: Reactions
  reposts: Reactions
  notifications: Notifications
  metrics: Metrics
  events: Events
  messages_done: MessagesDone
}
