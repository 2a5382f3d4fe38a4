import { useId, useRef } from 'react'
import { Link } from 'react-router'
import type { Me } from '../../contract.ts'
import { signOut } from '../account/sign-out.ts'
import { useClient } from '../data/client.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Icon } from '../parts/icon.tsx'
import { paths } from '../paths.ts'

/** Who is signed in, and the way out. */
export function Who({ me }: { me: Me }) {
  const client = useClient()
  const menu = useRef<HTMLDivElement>(null)
  const id = useId()
  const hide = (): void => menu.current?.hidePopover()
  return (
    <div className="who">
      <button type="button" className="who-button" popoverTarget={id}>
        <Avatar user={me} size="small" />
        <span className="who-name">
          <span className="unseen">Account of </span>
          <strong>{me.displayName}</strong> <span className="quiet">@{me.handle}</span>
        </span>
        <Icon name="more" />
      </button>
      <div id={id} ref={menu} popover="auto" className="menu">
        <Link to={paths.metrics} onClick={hide}>
          <Icon name="chart" /> Cruddur in numbers
        </Link>
        <Link to={paths.about} onClick={hide}>
          <Icon name="info" /> About
        </Link>
        <button type="button" onClick={() => void signOut(client, false)}>
          <Icon name="leave" /> Sign out
        </button>
        <button type="button" onClick={() => void signOut(client, true)}>
          <Icon name="leave" /> Sign out on all devices
        </button>
      </div>
    </div>
  )
}
