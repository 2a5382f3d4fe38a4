import type { DayOfMetrics } from '../../contract.ts'
import { utcDay } from './utc-day.ts'

/** Every day in numbers. */
export function DaysTable({ days }: { days: readonly DayOfMetrics[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label="The days in numbers">
      <table>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">Posts</th>
            <th scope="col">7-day average</th>
            <th scope="col">Replies</th>
            <th scope="col">Likes</th>
            <th scope="col">Reposts</th>
            <th scope="col">Messages</th>
            <th scope="col">Posts so far</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <th scope="row">{utcDay(day.day)}</th>
              <td>{day.activities}</td>
              <td>{day.averageActivities.toFixed(1)}</td>
              <td>{day.replies}</td>
              <td>{day.likes}</td>
              <td>{day.reposts}</td>
              <td>{day.messages}</td>
              <td>{day.total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
