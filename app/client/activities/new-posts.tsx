import { useClient } from '../data/client.ts'
import type { FeedItem } from '../data/feed-item.ts'
import { type Page, withItem } from '../data/page.ts'
import { useStore } from '../data/store.ts'
import { itemId } from '../data/use-feed.ts'

/** How many posts came since the feed was read; a press shows them. */
export function NewPosts({ feedKey }: { feedKey: string | undefined }) {
  const client = useClient()
  const known = useStore(client.cache.of(feedKey ?? ''), (entry) => entry.data as Page<FeedItem> | undefined)
  const arrived = useStore(client.arrived, (value) => value)
  const fresh = arrived.filter(({ id }) => !known?.items.some((item) => item.id === id))

  const show = (): void => {
    if (feedKey === undefined) return
    client.cache.change<Page<FeedItem>>(feedKey, (page) =>
      fresh.reduceRight((all, { id }) => withItem(all, { id, repostedAt: null }, itemId), page),
    )
    client.arrived.set(() => [])
    scrollTo({ top: 0, behavior: 'smooth' })
  }
  const count = known ? fresh.length : 0
  return (
    <div className="new-posts" role="status">
      {count > 0 && (
        <button type="button" className="button primary" onClick={show}>
          {count === 1 ? '1 new post' : `${count} new posts`}
        </button>
      )}
    </div>
  )
}
