import { useState } from 'react'
import { type Metrics, routes } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { useResource } from '../data/use-resource.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { DaysChart } from '../metrics/days-chart.tsx'
import { DaysTable } from '../metrics/days-table.tsx'
import { Sums } from '../metrics/sums.tsx'
import { Failed } from '../parts/empty.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { paths } from '../paths.ts'

const spans = [7, 30, 90] as const

/** /metrics: what happened, by day. */
export default function MetricsPage() {
  const { ask } = useClient()
  const [days, setDays] = useState<(typeof spans)[number]>(30)
  const { data, error, loading, reload } = useResource<Metrics>(names.metrics(days), (signal) =>
    ask(routes.metrics, { query: { days: String(days) }, signal }),
  )
  return (
    <>
      <ColumnHead title="Cruddur in numbers" back={paths.home} />
      <div className="metrics">
        <fieldset className="spans">
          <legend className="unseen">How far back</legend>
          {spans.map((span) => (
            <button key={span} type="button" aria-pressed={span === days} onClick={() => setDays(span)}>
              {span} days
            </button>
          ))}
        </fieldset>
        {data && (
          <>
            <Sums sums={data.sums} />
            <DaysChart days={data.days} />
            <DaysTable days={data.days} />
          </>
        )}
        {!data && error && !loading && <Failed what="The numbers" reason={error.message} again={reload} />}
        {!data && !error && <Skeleton what="the numbers" />}
      </div>
    </>
  )
}
