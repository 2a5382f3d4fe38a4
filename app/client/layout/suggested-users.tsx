import { Link } from 'react-router'
import { routes, type Users } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { useResource } from '../data/use-resource.ts'
import { Avatar } from '../parts/avatar.tsx'
import { profilePath } from '../paths.ts'

/** People one might want to read. */
export function SuggestedUsers() {
  const { ask } = useClient()
  const { data } = useResource<Users>(names.suggested, (signal) => ask(routes.suggestedUsers, { signal }))
  if (!data || data.users.length === 0) return null
  return (
    <section className="panel" aria-labelledby="suggested-title">
      <h2 id="suggested-title">People to read</h2>
      <ul className="people">
        {data.users.slice(0, 4).map((user) => (
          <li key={user.id}>
            <Link to={profilePath(user.handle)}>
              <Avatar user={user} size="small" />
              <span>
                <strong className="name">{user.displayName}</strong>
                <span className="quiet">@{user.handle}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
