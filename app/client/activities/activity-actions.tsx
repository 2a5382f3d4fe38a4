import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Shown } from '../data/activity-store.ts'
import { useClient } from '../data/client.ts'
import { useMe } from '../data/use-session.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { signInPath } from '../paths.ts'
import { react, share } from './react.ts'
import { ReplyDialog } from './reply-dialog.tsx'

/** What a reader can do with a post: answer, repost, like, share. */
export function ActivityActions({ activity }: { activity: Shown }) {
  const client = useClient()
  const me = useMe()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const [replying, setReplying] = useState(false)
  const { id, counts, liked, reposted, pending = false } = activity
  const signedIn = (act: () => void) => (): void => {
    if (me) act()
    else navigate(signInPath(pathname + search))
  }
  return (
    <div className="actions">
      <Action icon="reply" label="Reply" count={counts.replies} off={pending} act={signedIn(() => setReplying(true))} />
      <Action
        icon="repost"
        label="Repost"
        count={counts.reposts}
        on={reposted}
        off={pending}
        act={signedIn(() => void react(client, id, 'repost'))}
      />
      <Action
        icon="heart"
        label="Like"
        count={counts.likes}
        on={liked}
        off={pending}
        act={signedIn(() => void react(client, id, 'like'))}
      />
      <Action icon="share" label="Share" count={counts.shares} off={pending} act={() => void share(client, id)} />
      {replying && me && <ReplyDialog to={activity} me={me} onClose={() => setReplying(false)} />}
    </div>
  )
}

interface ActionProps {
  readonly icon: IconName
  readonly label: string
  readonly count: number
  /** Whether the reader did it; left out where it cannot be undone. */
  readonly on?: boolean
  readonly off: boolean
  readonly act: () => void
}

function Action({ icon, label, count, on, off, act }: ActionProps) {
  return (
    <button
      type="button"
      className={`action ${icon}`}
      aria-label={count > 0 ? `${label}, ${count}` : label}
      aria-pressed={on}
      disabled={off}
      onClick={act}
    >
      <Icon name={icon} />
      <span className="figures" aria-hidden="true">
        {count > 0 ? compact.format(count) : ''}
      </span>
    </button>
  )
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact' })
