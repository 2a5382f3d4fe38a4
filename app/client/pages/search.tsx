import { useSearchParams } from 'react-router'
import { routes } from '../../contract.ts'
import { FeedView } from '../activities/feed-view.tsx'
import { names } from '../data/names.ts'
import { useFeed } from '../data/use-feed.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { SearchForm } from '../layout/search-form.tsx'
import { Trends } from '../layout/trends.tsx'
import { Empty } from '../parts/empty.tsx'

/** /search?q=… */
export default function SearchPage() {
  const [search] = useSearchParams()
  const term = (search.get('q') ?? '').trim()
  return (
    <>
      <ColumnHead title={term ? `“${term}”` : 'Search'} />
      <div className="search-bar">
        <SearchForm term={term} />
      </div>
      {term ? <Results key={term} term={term} /> : <Begin />}
    </>
  )
}

function Results({ term }: { term: string }) {
  const feed = useFeed(names.search(term), routes.search, { term })
  return (
    <FeedView
      feed={feed}
      what="what was found"
      label={`Posts with ${term}`}
      empty={
        <Empty icon="search" title={`Nothing with “${term}”`}>
          <p>It may have expired, or nobody has said it yet. Try fewer or other words.</p>
        </Empty>
      }
    />
  )
}

function Begin() {
  return (
    <>
      <Empty icon="search" title="What are you looking for?">
        <p>Search looks through every post that is still there.</p>
      </Empty>
      <div className="search-trends">
        <Trends />
      </div>
    </>
  )
}
