import { fullTime, timeAgo } from '../relative-time.ts'
import { useNow } from './use-now.ts'

/** When something was, as people say it; in full for who points at it. */
export function Time({ at, full = false }: { at: string; full?: boolean }) {
  const now = useNow()
  const exact = fullTime(at)
  return (
    <time dateTime={at} title={exact}>
      {full ? exact : timeAgo(at, now)}
    </time>
  )
}
