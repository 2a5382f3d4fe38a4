import { Link } from 'react-router'
import { Masthead } from '../masthead.tsx'
import { paths } from '../paths.ts'

/** What this is, for who is not signed in, and the way in. */
export function Welcome() {
  return (
    <section className="welcome" aria-label="Welcome">
      <title>Cruddur</title>
      <Masthead />
      <p>
        Every post carries a fuse: an hour, a week, a month at most. When it has burned down, the post is gone. Read
        what is alight below, or join in.
      </p>
      <div className="join-ways">
        <Link to={paths.signUp} className="button primary large">
          Create an account
        </Link>
        <Link to={paths.signIn} className="button large">
          Sign in
        </Link>
      </div>
    </section>
  )
}
