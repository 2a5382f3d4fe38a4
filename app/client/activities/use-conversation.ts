import { type Activity, type ActivityWithReplies, type Feed, pathOf, routes } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import type { FeedItem } from '../data/feed-item.ts'
import { names } from '../data/names.ts'
import { useStore } from '../data/store.ts'
import { itemId, pageOf } from '../data/use-feed.ts'
import { type Paged, usePaged } from '../data/use-paged.ts'

/** An activity and what was answered to it. */
export function useConversation(id: string): {
  readonly activity: Activity | undefined
  readonly replies: Paged<FeedItem>
} {
  const client = useClient()
  const replies = usePaged<FeedItem>(
    names.replies(id),
    async ({ before, signal }) => {
      if (before === undefined) {
        const read = await client.ask<ActivityWithReplies>(pathOf(routes.activity, id), { signal })
        client.activities.put([read.activity, ...read.replies.activities])
        return pageOf(read.replies)
      }
      const older = await client.ask<Feed>(pathOf(routes.replies, id), { query: { before }, signal })
      client.activities.put(older.activities)
      return pageOf(older)
    },
    itemId,
  )
  return { activity: useStore(client.activities.store, (all) => all.get(id)), replies }
}
