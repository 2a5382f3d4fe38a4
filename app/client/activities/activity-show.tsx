import { Link } from 'react-router'
import type { Activity } from '../../contract.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Time } from '../parts/time.tsx'
import { activityPath, profilePath } from '../paths.ts'
import { ActivityActions } from './activity-actions.tsx'
import { Fuse } from './fuse.tsx'
import { TimeLeft } from './time-left.tsx'

/** One post, large, with its exact times. */
export function ActivityShow({ activity }: { activity: Activity }) {
  const { author, message, createdAt, replyTo } = activity
  return (
    <article className="show" aria-label={`Post by ${author.displayName}`}>
      {replyTo && (
        <p className="quiet">
          An answer to{' '}
          <Link to={activityPath({ id: replyTo, author })} className="link">
            this post
          </Link>
        </p>
      )}
      <Link to={profilePath(author.handle)} className="show-author">
        <Avatar user={author} />
        <span>
          <strong className="name">{author.displayName}</strong>
          <span className="quiet">@{author.handle}</span>
        </span>
      </Link>
      <p className="message">{message}</p>
      <p className="show-times quiet">
        <Time at={createdAt} full />
        <TimeLeft activity={activity} />
      </p>
      <ActivityActions activity={activity} />
      <Fuse activity={activity} />
    </article>
  )
}
