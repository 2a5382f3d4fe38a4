import { ActivityItem } from './activity-item.tsx'
import type { FeedState } from './use-feed.ts'

/** What was posted, newest first; or, in plain words, why there is nothing to see. */
export function FeedView({ feed }: { feed: FeedState }) {
  const { activities, state } = feed
  return (
    <section className="card feed" aria-label="Home feed" aria-busy={state === 'loading'}>
      <h2>Home</h2>
      {state === 'loading' && activities.length === 0 && <Placeholder />}
      {state === 'ready' && activities.length === 0 && (
        <div className="empty">
          <p>Nothing here yet.</p>
          <p className="quiet">Posts expire, so the feed is sometimes empty. Write the first one.</p>
        </div>
      )}
      {activities.length > 0 && (
        <ol>
          {activities.map((activity) => (
            <ActivityItem key={activity.id} activity={activity} />
          ))}
        </ol>
      )}
      {state === 'failed' && (
        <div className="empty" role="alert">
          <p>The feed could not be loaded.</p>
          <p className="quiet">{feed.error}</p>
          <button type="button" onClick={feed.reload}>
            Try again
          </button>
        </div>
      )}
      {feed.hasMore && state !== 'failed' && (
        <button type="button" className="more" onClick={feed.more} disabled={state === 'loading'}>
          {state === 'loading' ? 'Loading…' : 'Show older'}
        </button>
      )}
    </section>
  )
}

function Placeholder() {
  return (
    <div className="placeholder">
      <p className="unseen">Loading the feed…</p>
      {[72, 54, 63].map((width) => (
        <div key={width} aria-hidden="true">
          <i />
          <b style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  )
}
