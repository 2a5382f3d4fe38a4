import { useParams } from 'react-router'
import { handlePattern, type Profile, pathOf, routes } from '../../contract.ts'
import { FeedView } from '../activities/feed-view.tsx'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { useFeed } from '../data/use-feed.ts'
import { useResource } from '../data/use-resource.ts'
import { useMe } from '../data/use-session.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { Empty, Failed } from '../parts/empty.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { paths } from '../paths.ts'
import { ProfileHeading } from '../profile/profile-heading.tsx'
import NotFoundPage from './not-found.tsx'

/** /@:handle */
export default function ProfilePage() {
  const { at = '' } = useParams()
  const handle = at.slice(1)
  return at.startsWith('@') && handlePattern.test(handle) ? <Of key={handle} handle={handle} /> : <NotFoundPage />
}

function Of({ handle }: { handle: string }) {
  const client = useClient()
  const me = useMe()
  const { data, error, loading, reload } = useResource<Profile>(names.profile(handle), (signal) =>
    client.ask(pathOf(routes.profileOf, handle), { signal }),
  )
  if (error?.status === 404) return <Nobody handle={handle} />
  const isMine = me !== undefined && data?.id === me.id
  return (
    <>
      <ColumnHead title={data?.displayName ?? `@${handle}`} note={data && postsOf(data)} back={paths.home} />
      {data && <ProfileHeading profile={isMine ? { ...data, ...me } : data} isMine={isMine} onSaved={reload} />}
      {!data && error && !loading && <Failed what="The profile" reason={error.message} again={reload} />}
      {!data && !error && <Skeleton what="the profile" rows={1} />}
      {data && <Posts profile={data} isMine={isMine} />}
    </>
  )
}

function Posts({ profile, isMine }: { profile: Profile; isMine: boolean }) {
  const { handle, displayName } = profile
  const feed = useFeed(names.activitiesOf(handle), pathOf(routes.activitiesOf, handle))
  return (
    <FeedView
      feed={feed}
      what="the posts"
      label={`Posts by ${displayName}`}
      empty={
        <Empty icon="ember" title={isMine ? 'Nothing of yours is alight' : `Nothing of ${displayName} is alight`}>
          <p>{isMine ? 'What you posted has expired, or you have yet to begin.' : 'What was posted has expired.'}</p>
        </Empty>
      }
    />
  )
}

function Nobody({ handle }: { handle: string }) {
  return (
    <>
      <ColumnHead title={`@${handle}`} back={paths.home} />
      <Empty icon="user" title="There is nobody by that name">
        <p>Look at how @{handle} is spelt: a handle has letters, digits and underscores.</p>
      </Empty>
    </>
  )
}

const postsOf = ({ activitiesCount }: Profile): string =>
  activitiesCount === 1 ? '1 post' : `${activitiesCount} posts`
