import { Link, useLocation } from 'react-router'
import { paths, signInPath } from '../paths.ts'

/** The way in for who is not signed in. */
export function JoinPanel() {
  const { pathname } = useLocation()
  return (
    <section className="panel join" aria-labelledby="join-title">
      <h2 id="join-title">Say something while it lasts</h2>
      <p className="quiet">Join to post, to answer and to write to people. It takes a minute.</p>
      <div className="join-ways">
        <Link to={paths.signUp} className="button primary">
          Create an account
        </Link>
        <Link to={signInPath(pathname)} className="button">
          Sign in
        </Link>
      </div>
    </section>
  )
}
