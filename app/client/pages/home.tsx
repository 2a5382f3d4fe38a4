import { routes } from '../../contract.ts'
import { Composer } from '../activities/composer.tsx'
import { FeedView } from '../activities/feed-view.tsx'
import { NewPosts } from '../activities/new-posts.tsx'
import { names } from '../data/names.ts'
import { useFeed } from '../data/use-feed.ts'
import { useSession } from '../data/use-session.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { Welcome } from '../layout/welcome.tsx'
import { Empty } from '../parts/empty.tsx'

/** /: what everybody posted, and a place to write. */
export function HomePage() {
  const session = useSession()
  const feed = useFeed(names.home, routes.home)
  return (
    <>
      {session.kind === 'signed-out' ? <Welcome /> : <ColumnHead title="Home" />}
      {session.kind === 'signed-in' && <Composer me={session.me} />}
      {session.kind === 'unknown' && <div className="composer-bone" aria-hidden="true" />}
      <NewPosts feedKey={feed.key} />
      <FeedView
        feed={feed}
        what="the feed"
        label="Home feed"
        empty={
          <Empty icon="ember" title="Nothing here yet">
            <p>
              Posts expire, so the feed is sometimes empty. {session.kind === 'signed-in' && 'Write the first one.'}
            </p>
          </Empty>
        }
      />
    </>
  )
}
