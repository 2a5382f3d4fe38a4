import type { Activity } from '../../contract.ts'
import { Icon } from '../parts/icon.tsx'
import { useNow } from '../parts/use-now.ts'
import { fullTime, lifeLeft, timeLeft } from '../relative-time.ts'

/** How long a post will still be there. */
export function TimeLeft({ activity: { createdAt, expiresAt } }: { activity: Activity }) {
  const now = useNow()
  const low = lifeLeft(createdAt, expiresAt, now) < 0.15
  return (
    <time className={low ? 'expires low' : 'expires'} dateTime={expiresAt} title={`Expires ${fullTime(expiresAt)}`}>
      <Icon name="ember" />
      {timeLeft(expiresAt, now)}
    </time>
  )
}
