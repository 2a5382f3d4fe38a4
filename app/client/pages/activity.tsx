import { Navigate, useParams } from 'react-router'
import { ActivityShow } from '../activities/activity-show.tsx'
import { FeedView } from '../activities/feed-view.tsx'
import { useConversation } from '../activities/use-conversation.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { Empty, Failed } from '../parts/empty.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { activityPath, paths } from '../paths.ts'
import NotFoundPage from './not-found.tsx'

/** /@:handle/status/:id */
export default function ActivityPage() {
  const { at = '', id = '' } = useParams()
  return at.startsWith('@') ? <Conversation key={id} id={id} handle={at.slice(1)} /> : <NotFoundPage />
}

function Conversation({ id, handle }: { id: string; handle: string }) {
  const { activity, replies } = useConversation(id)
  // The id says which post it is; the handle before it may be another's.
  if (activity && activity.author.handle !== handle) return <Navigate to={activityPath(activity)} replace />
  const isGone = replies.error && [400, 404, 422].includes(replies.error.status)
  return (
    <>
      <ColumnHead title={activity ? `Crud by ${activity.author.displayName}` : 'Crud'} back={paths.home} />
      {isGone && (
        <Empty icon="ember" title="This post is gone">
          <p>It has burned down, or it never was. That is how it goes here.</p>
        </Empty>
      )}
      {!isGone && activity && <ActivityShow activity={activity} />}
      {!isGone && !activity && replies.error && !replies.loading && (
        <Failed what="The post" reason={replies.error.message} again={replies.reload} />
      )}
      {!isGone && !activity && !replies.error && <Skeleton what="the post" rows={1} />}
      {!isGone && activity && (
        <>
          <h2 className="section-title">Replies</h2>
          <FeedView
            feed={replies}
            what="the replies"
            label="Replies"
            empty={
              <Empty icon="reply" title="No replies yet">
                <p>Be the first to answer, while it lasts.</p>
              </Empty>
            }
          />
        </>
      )}
    </>
  )
}
