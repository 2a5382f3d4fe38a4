import { Link } from 'react-router'
import type { MessageGroup } from '../../contract.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Time } from '../parts/time.tsx'
import { groupPath } from '../paths.ts'

/** A conversation, by whom it is with and what was said last. */
export function GroupItem({ group }: { group: MessageGroup }) {
  const { id, with: other, message, lastMessageAt, unread } = group
  return (
    <li>
      <Link to={groupPath(id)} className={unread > 0 ? 'group unread' : 'group'}>
        <Avatar user={other} />
        <span className="group-body">
          <span className="group-top">
            <strong className="name">{other.displayName}</strong>
            <span className="quiet">@{other.handle}</span>
            <span className="quiet group-when">
              <Time at={lastMessageAt} />
            </span>
          </span>
          <span className="group-last">{message}</span>
        </span>
        {unread > 0 && (
          <span className="group-unread">
            {unread}
            <span className="unseen"> unread</span>
          </span>
        )}
      </Link>
    </li>
  )
}
