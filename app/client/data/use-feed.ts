import type { Feed } from '../../contract.ts'
import { useClient } from './client.ts'
import type { FeedItem } from './feed-item.ts'
import type { Page } from './page.ts'
import { type Paged, usePaged } from './use-paged.ts'

/** The feed of a path; its activities go to the store, so that each is shown the same everywhere. */
export function useFeed(
  name: string | undefined,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Paged<FeedItem> {
  const client = useClient()
  return usePaged(
    name,
    async ({ before, signal }) => {
      const feed = await client.ask<Feed>(path, { query: { ...query, before }, signal })
      client.activities.put(feed.activities)
      return pageOf(feed)
    },
    itemId,
  )
}

/** The places of a feed. */
export const pageOf = ({ activities, next }: Feed): Page<FeedItem> => ({
  items: activities.map(({ id, repostedAt }) => ({ id, repostedAt })),
  next,
})

/** What a place is known by. */
export const itemId = ({ id }: FeedItem): string => id
