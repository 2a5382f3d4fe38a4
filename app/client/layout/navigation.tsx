import { Link, NavLink, useLocation } from 'react-router'
import { useGroups } from '../data/use-groups.ts'
import { useSession } from '../data/use-session.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { paths, profilePath, signInPath } from '../paths.ts'
import { Who } from './who.tsx'

/** Where to go: beside the column, below it on phones. */
export function Navigation() {
  const session = useSession()
  const { pathname } = useLocation()
  const me = session.kind === 'signed-in' ? session.me : undefined
  const unreadMessages = useGroups(me !== undefined).unread
  return (
    <nav className="navigation" aria-label="Main">
      <Link to={paths.home} className="brand" aria-label="Cruddur, home">
        <img src="/favicon.svg" alt="" width="40" height="40" />
        <span className="wide-only">Cruddur</span>
      </Link>
      <ul>
        <Place to={paths.home} icon="home" label="Home" />
        {me ? (
          <>
            <Place to={paths.notifications} icon="bell" label="Notifications" count={me.unreadNotifications} />
            <Place to={paths.search} icon="search" label="Search" />
            <Place to={paths.messages} icon="mail" label="Messages" count={unreadMessages} />
            <Place to={profilePath(me.handle)} icon="user" label="Profile" />
          </>
        ) : (
          <>
            <Place to={paths.search} icon="search" label="Search" />
            <Place to={paths.metrics} icon="chart" label="Numbers" />
            <Place to={paths.about} icon="info" label="About" />
            {session.kind === 'signed-out' && <Place to={signInPath(pathname)} icon="user" label="Sign in" />}
          </>
        )}
      </ul>
      {me && (
        <Link to={paths.home} state={{ compose: true }} className="post button primary large" aria-label="Write a post">
          <Icon name="pen" />
          <span className="wide-only">Write</span>
        </Link>
      )}
      {me && <Who me={me} />}
    </nav>
  )
}

function Place({ to, icon, label, count = 0 }: { to: string; icon: IconName; label: string; count?: number }) {
  return (
    <li>
      <NavLink to={to} className="place" end={to === paths.home}>
        <Icon name={icon} />
        <span className="label">{label}</span>
        {count > 0 && (
          <span className="badge">
            {count > 99 ? '99+' : count}
            <span className="unseen"> unread</span>
          </span>
        )}
      </NavLink>
    </li>
  )
}
