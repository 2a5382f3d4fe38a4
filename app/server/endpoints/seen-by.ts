import type { Feed } from '../../contract.ts'
import type { Store } from '../../db/store.ts'
import type { Viewer } from '../endpoint.ts'

/** A feed as the one who reads it sees it: what they liked and reposted is marked. */
export async function seenBy(store: Pick<Store, 'marked'>, viewer: Viewer | undefined, feed: Feed): Promise<Feed> {
  return viewer ? { ...feed, activities: await store.marked(viewer.id, feed.activities) } : feed
}
