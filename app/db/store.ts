import { eventsOf } from './events.ts'
import { feedsOf } from './feeds.ts'
import { marksOf } from './marks.ts'
import { metricsOf } from './metrics.ts'
import { notificationsOf } from './notifications.ts'
import { postingOf } from './posting.ts'
import type { Queries } from './queries.ts'
import { reactionsOf } from './reactions.ts'
import { sentMessagesOf } from './sent-messages.ts'
import { trendsOf } from './trends.ts'
import type { AvatarUrl } from './user-view.ts'
import { usersOf } from './users.ts'

/** All that is kept in PostgreSQL. */
export const storeOf = (db: Queries, avatarUrl: AvatarUrl) => {
  const feeds = feedsOf(db, avatarUrl)
  const notifications = notificationsOf(db, avatarUrl)
  return {
    feeds,
    notifications,
    posting: postingOf(db, avatarUrl),
    reactions: reactionsOf(db),
    sentMessages: sentMessagesOf(db),
    users: usersOf(db, avatarUrl),
    events: eventsOf(db, { feeds, notifications }),
    metrics: (days: number) => metricsOf(db, days),
    trends: (limit: number) => trendsOf(db, limit),
    marked: marksOf(db),
  }
}

/** All that is kept in PostgreSQL. */
export type Store = ReturnType<typeof storeOf>
