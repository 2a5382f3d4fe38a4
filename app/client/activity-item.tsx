import type { Activity } from '../contract.ts'
import { timeAgo, timeLeft } from './relative-time.ts'

/** One post. */
export function ActivityItem({ activity }: { activity: Activity }) {
  const { handle, message, createdAt, expiresAt } = activity
  const now = Date.now()
  return (
    <li className="activity">
      <span className="avatar" aria-hidden="true" style={{ background: `oklch(0.55 0.16 ${hueOf(handle)})` }}>
        {handle.charAt(0).toUpperCase()}
      </span>
      <article>
        <header>
          <strong>@{handle}</strong>
          <time dateTime={createdAt} title={new Date(createdAt).toLocaleString()}>
            {timeAgo(createdAt, now)}
          </time>
          <time className="expires" dateTime={expiresAt} title={`Expires ${new Date(expiresAt).toLocaleString()}`}>
            {timeLeft(expiresAt, now)}
          </time>
        </header>
        <p>{message}</p>
      </article>
    </li>
  )
}

/** A colour of its own for each handle, between blue and pink. */
function hueOf(handle: string): number {
  let sum = 7
  for (const character of handle) sum = (sum * 31 + character.charCodeAt(0)) % 3_600
  return 255 + (sum % 100)
}
