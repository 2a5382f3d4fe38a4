import { Link } from 'react-router'
import { ColumnHead } from '../layout/column-head.tsx'
import { Empty } from '../parts/empty.tsx'
import { paths } from '../paths.ts'

/** Any address that leads nowhere. */
export default function NotFoundPage() {
  return (
    <>
      <ColumnHead title="Not found" back={paths.home} />
      <Empty icon="search" title="There is no such page">
        <p>The address may be misspelt, or what it led to has expired.</p>
        <Link to={paths.home} className="button primary">
          Go home
        </Link>
      </Empty>
    </>
  )
}
