import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useSession } from '../data/use-session.ts'
import { Empty } from '../parts/empty.tsx'
import type { IconName } from '../parts/icon.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { paths, signInPath } from '../paths.ts'

/** What only who is signed in can see; for others, the way in. */
export function NeedSignIn({ icon, what, children }: { icon: IconName; what: string; children: ReactNode }) {
  const { kind } = useSession()
  const { pathname, search } = useLocation()
  if (kind === 'signed-in') return children
  if (kind === 'unknown') return <Skeleton what={what} />
  return (
    <Empty icon={icon} title={`Sign in to see ${what}`}>
      <p>They are yours alone, so we have to know who you are.</p>
      <div className="join-ways">
        <Link to={signInPath(pathname + search)} className="button primary">
          Sign in
        </Link>
        <Link to={paths.signUp} className="button">
          Create an account
        </Link>
      </div>
    </Empty>
  )
}
