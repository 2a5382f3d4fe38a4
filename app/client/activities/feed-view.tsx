import type { ReactNode } from 'react'
import type { FeedItem } from '../data/feed-item.ts'
import type { Paged } from '../data/use-paged.ts'
import { Failed } from '../parts/empty.tsx'
import { Older } from '../parts/older.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { ActivityItem } from './activity-item.tsx'

interface FeedViewProps {
  readonly feed: Paged<FeedItem>
  /** What it is called, for who does not see it: "the feed". */
  readonly what: string
  readonly label: string
  /** What is shown when there is nothing. */
  readonly empty: ReactNode
}

/** Posts, newest first; or, in plain words, why there are none. */
export function FeedView({ feed, what, label, empty }: FeedViewProps) {
  const { items, error, loading } = feed
  return (
    <section className="feed" aria-label={label} aria-busy={loading}>
      {items === undefined && !error && <Skeleton what={what} />}
      {items === undefined && error && !loading && (
        <Failed what={`${what.charAt(0).toUpperCase()}${what.slice(1)}`} reason={error.message} again={feed.reload} />
      )}
      {items?.length === 0 && empty}
      {items && items.length > 0 && (
        <ol>
          {items.map(({ id, repostedAt }) => (
            <ActivityItem key={id} id={id} repostedAt={repostedAt} />
          ))}
        </ol>
      )}
      <Older of={feed} />
    </section>
  )
}
