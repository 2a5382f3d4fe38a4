import { Link, useLocation } from 'react-router'
import { useSession } from '../data/use-session.ts'
import { paths } from '../paths.ts'
import { JoinPanel } from './join-panel.tsx'
import { SearchForm } from './search-form.tsx'
import { SuggestedUsers } from './suggested-users.tsx'
import { Trends } from './trends.tsx'

/** What else there is, beside the column. */
export function Sidebar({ release }: { release: string }) {
  const session = useSession()
  const { pathname } = useLocation()
  const isAccountPage = ([paths.signIn, paths.signUp, paths.confirm, paths.forgot] as string[]).includes(pathname)
  return (
    <div className="sidebar">
      <aside className="aside" aria-label="More">
        {pathname !== paths.search && <SearchForm />}
        {session.kind === 'signed-out' && !isAccountPage && pathname !== paths.home && <JoinPanel />}
        <Trends />
        <SuggestedUsers />
      </aside>
      <footer className="foot">
        <Link to={paths.about}>About</Link>
        <Link to={paths.terms}>Terms</Link>
        <Link to={paths.privacy}>Privacy</Link>
        <Link to={paths.metrics}>Numbers</Link>
        <span className="release">
          release <code title={release}>{release.slice(0, 12)}</code>
        </span>
      </footer>
    </div>
  )
}
