import type { MouseEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { useClient } from '../data/client.ts'
import { useStore } from '../data/store.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Icon } from '../parts/icon.tsx'
import { Time } from '../parts/time.tsx'
import { useNow } from '../parts/use-now.ts'
import { activityPath, profilePath } from '../paths.ts'
import { ActivityActions } from './activity-actions.tsx'
import { Fuse } from './fuse.tsx'
import { TimeLeft } from './time-left.tsx'

/** One post of a list; a press anywhere on it that is on nothing else opens its page. */
export function ActivityItem({ id, repostedAt }: { id: string; repostedAt: string | null }) {
  const client = useClient()
  const navigate = useNavigate()
  const activity = useStore(client.activities.store, (all) => all.get(id))
  const now = useNow()
  // It burns down before the eyes; a minute is for clocks that differ.
  if (!activity || Date.parse(activity.expiresAt) < now - 60_000) return null
  const { author, message, pending } = activity

  const open = (event: MouseEvent): void => {
    const on = event.target as Element
    if (pending || on.closest('a, button, dialog') || getSelection()?.toString()) return
    navigate(activityPath(activity))
  }
  return (
    <li className={pending ? 'activity pending' : 'activity'}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time is a link to the same page, for the keyboard */}
      <article aria-labelledby={`by-${id}`} onClick={open}>
        {repostedAt && (
          <p className="reposted">
            <Icon name="repost" /> Reposted <Time at={repostedAt} />
          </p>
        )}
        <Link to={profilePath(author.handle)} tabIndex={-1} aria-hidden="true" className="face">
          <Avatar user={author} />
        </Link>
        <div className="activity-body">
          <header>
            <Link to={profilePath(author.handle)} className="author" id={`by-${id}`}>
              <strong className="name">{author.displayName}</strong> <span className="quiet">@{author.handle}</span>
            </Link>
            {pending ? (
              <span className="quiet">sending…</span>
            ) : (
              <Link to={activityPath(activity)} className="quiet when">
                <Time at={activity.createdAt} />
              </Link>
            )}
            <TimeLeft activity={activity} />
          </header>
          <p className="message">{message}</p>
          <ActivityActions activity={activity} />
        </div>
      </article>
      <Fuse activity={activity} />
    </li>
  )
}
