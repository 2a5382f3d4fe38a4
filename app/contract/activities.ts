import type { User } from './users.ts'

/** How often an activity was answered, reposted, liked and shared. */
export type Counts = {
  readonly replies: number
  readonly reposts: number
  readonly likes: number
  readonly shares: number
}

/**
 * A post, or the reply to one (`replyTo`). Times are ISO 8601 in UTC; `liked` and `reposted` are the reader's own;
 * `repostedAt` is set in the feed of a user who reposted it.
 */
export type Activity = {
  readonly id: string
  readonly author: User
  readonly message: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly replyTo: string | null
  readonly counts: Counts
  readonly liked: boolean
  readonly reposted: boolean
  readonly repostedAt: string | null
}

/** What `POST /api/activities/:id/replies` takes; a reply lives as long as what it answers. */
export type NewReply = { readonly message: string }

/** One page, newest first; `next` is what to send as `before` for older ones, null when there are none. */
export type Feed = { readonly activities: readonly Activity[]; readonly next: string | null }

/** An activity and the first page of its replies, newest first: `GET /api/activities/:id`. */
export type ActivityWithReplies = { readonly activity: Activity; readonly replies: Feed }

/** What `POST /api/activities/:id/share` answers: the path of its page, to copy, and how often it was shared. */
export type Shared = { readonly path: string; readonly counts: Counts }
