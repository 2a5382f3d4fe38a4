import type { DayOfMetrics } from '../../contract.ts'
import { utcDay } from './utc-day.ts'

const height = 120

/** Posts by day as bars, their weekly average as a line; the table below has the same for who does not see it. */
export function DaysChart({ days }: { days: readonly DayOfMetrics[] }) {
  const shown = [...days].reverse()
  const most = Math.max(1, ...shown.map(({ activities, averageActivities }) => Math.max(activities, averageActivities)))
  const y = (value: number): number => height - (value / most) * (height - 8)
  const line = shown.map(({ averageActivities }, index) => `${index * 10 + 5},${y(averageActivities).toFixed(1)}`)
  const [first, last] = [shown[0], shown.at(-1)]
  return (
    <figure className="chart">
      <figcaption>
        <strong>Posts by day</strong>
        <span className="quiet">and the average of the week that ends with it</span>
      </figcaption>
      <svg viewBox={`0 0 ${Math.max(1, shown.length) * 10} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {shown.map(({ day, activities }, index) => (
          <rect
            key={day}
            className="bar"
            x={index * 10 + 1.5}
            width={7}
            y={y(activities)}
            height={height - y(activities)}
          />
        ))}
        <polyline className="average" points={line.join(' ')} />
      </svg>
      {first && last && (
        <p className="chart-ends quiet">
          <span>{utcDay(first.day)}</span>
          <span>{utcDay(last.day)}</span>
        </p>
      )}
    </figure>
  )
}
