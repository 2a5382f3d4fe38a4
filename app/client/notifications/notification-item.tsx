import { Link } from 'react-router'
import type { Notification, NotificationKind } from '../../contract.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Time } from '../parts/time.tsx'
import { groupPath, paths, profilePath } from '../paths.ts'

const kinds: Readonly<Record<NotificationKind, { readonly icon: IconName; readonly did: string }>> = {
  reply: { icon: 'reply', did: 'replied to you' },
  like: { icon: 'heart', did: 'liked your post' },
  repost: { icon: 'repost', did: 'reposted you' },
  message: { icon: 'mail', did: 'wrote to you' },
}

/** What someone did to the reader. */
export function NotificationItem({ notification }: { notification: Notification }) {
  const { kind, actor, activity, createdAt, read } = notification
  const { icon, did } = kinds[kind]
  return (
    <li className={read ? 'notification' : 'notification unread'}>
      <span className={`notification-kind ${icon}`}>
        <Icon name={icon} />
      </span>
      <Avatar user={actor} />
      <div>
        <p>
          <Link to={profilePath(actor.handle)}>
            <strong className="name">{actor.displayName}</strong>
          </Link>{' '}
          <Link to={targetOf(notification)} className="stretched">
            {did}
          </Link>{' '}
          <span className="quiet when">
            <Time at={createdAt} />
          </span>
          {!read && <span className="unseen"> (new)</span>}
        </p>
        {activity && <p className="quoted">{activity.message}</p>}
        {!activity && kind !== 'message' && <p className="quoted">The post has expired since.</p>}
      </div>
    </li>
  )
}

function targetOf({ kind, actor, activity, groupId }: Notification): string {
  if (kind === 'message') return groupId ? groupPath(groupId) : paths.messages
  return activity ? `/@${activity.handle}/status/${activity.id}` : profilePath(actor.handle)
}
