import type { User } from './users.ts'

/** What someone can have done. */
export type NotificationKind = 'reply' | 'like' | 'repost' | 'message'

/**
 * Something that someone did to the reader: `activity` is the reply itself, or what was liked or reposted, null for a
 * message or when it has expired; `groupId` is the conversation of a message.
 */
export type Notification = {
  readonly id: string
  readonly kind: NotificationKind
  readonly actor: User
  readonly activity: { readonly id: string; readonly handle: string; readonly message: string } | null
  readonly groupId: string | null
  readonly createdAt: string
  readonly read: boolean
}

/** One page, newest first; `unread` counts all of them. */
export type Notifications = {
  readonly notifications: readonly Notification[]
  readonly unread: number
  readonly next: string | null
}
