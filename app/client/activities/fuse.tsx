import type { Activity } from '../../contract.ts'
import { useNow } from '../parts/use-now.ts'
import { lifeLeft } from '../relative-time.ts'

/** The line below a post, lit for as much of its life as is left, with an ember where it burns. */
export function Fuse({ activity }: { activity: Activity }) {
  const left = lifeLeft(activity.createdAt, activity.expiresAt, useNow())
  return (
    <svg className="fuse" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className={left < 0.15 ? 'lit low' : 'lit'} width={(left * 100).toFixed(1)} height="1" />
      <rect className="tip" x={(left * 100 - 0.6).toFixed(1)} width="1.2" height="1" />
    </svg>
  )
}
