import { Link } from 'react-router'
import { type Trends as Answer, routes } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { useResource } from '../data/use-resource.ts'
import { searchPath } from '../paths.ts'

/** What people talk about. */
export function Trends() {
  const { ask } = useClient()
  const { data } = useResource<Answer>(names.trends, (signal) => ask(routes.trends, { signal }))
  if (!data || data.trends.length === 0) return null
  return (
    <section className="panel" aria-labelledby="trends-title">
      <h2 id="trends-title">Burning now</h2>
      <ol className="trends">
        {data.trends.slice(0, 5).map(({ term, activities }) => (
          <li key={term}>
            <Link to={searchPath(term)}>
              <strong className="name">{term}</strong>
              <span className="quiet">{activities === 1 ? '1 post' : `${activities} posts`}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
