import { Composer } from './composer.tsx'
import { FeedView } from './feed-view.tsx'
import { Masthead } from './masthead.tsx'
import { useFeed } from './use-feed.ts'

/** The page: who we are, a place to write, what others wrote. */
export function App({ release }: { release: string }) {
  const feed = useFeed()
  return (
    <div className="shell">
      <Masthead />
      <main>
        <Composer onPosted={feed.add} />
        <FeedView feed={feed} />
      </main>
      <footer>
        <span>Cruddur</span>
        <span>
          release <code title={release}>{release.slice(0, 12)}</code>
        </span>
      </footer>
    </div>
  )
}
