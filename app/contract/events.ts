import type { Activity, Counts } from './activities.ts'
import type { Message } from './messages.ts'
import type { Notification } from './notifications.ts'

/** New counts of an activity. */
export type CountsChanged = { readonly id: string; readonly counts: Counts }

/**
 * The events of `GET /api/events` (text/event-stream): the name of each, and its data. `activity` is a new post or reply,
 * with `liked` and `reposted` false; `notification` and `message` reach only
 * those they are meant for; `reset` says that events were missed: read anew. Comments keep the connection alive.
 * Frames carry an id, the first of a connection too, which has no data: send the last one as Last-Event-ID to go on there.
 */
export type Events = {
  readonly activity: Activity
  readonly counts: CountsChanged
  readonly notification: Notification
  readonly message: Message
  readonly reset: Record<string, never>
}

/** One event. */
export type LiveEvent = {
  [Name in keyof Events]: { readonly event: Name; readonly data: Events[Name] }
}[keyof Events]
