import { useCallback, useEffect, useState } from 'react'
import type { Activity } from '../contract.ts'
import { fetchHome } from './api.ts'

/** What the feed shows, and what can be done with it. */
export type FeedState = {
  readonly activities: readonly Activity[]
  readonly state: 'loading' | 'ready' | 'failed'
  readonly error: string
  readonly hasMore: boolean
  add(activity: Activity): void
  more(): void
  reload(): void
}

/** The feed of the server, plus what was posted here since it was read. */
export function useFeed(): FeedState {
  const [activities, setActivities] = useState<readonly Activity[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [state, setState] = useState<FeedState['state']>('loading')
  const [error, setError] = useState('')

  const load = useCallback((before?: string) => {
    setState('loading')
    fetchHome(before).then(
      (feed) => {
        setActivities((shown) => unique(before === undefined ? feed.activities : [...shown, ...feed.activities]))
        setNext(feed.next)
        setState('ready')
      },
      (reason: Error) => {
        setError(reason.message)
        setState('failed')
      },
    )
  }, [])

  useEffect(() => load(), [load])

  return {
    activities,
    state,
    error,
    hasMore: next !== null,
    add: (activity) => setActivities((shown) => unique([activity, ...shown])),
    more: () => load(next ?? undefined),
    reload: () => load(),
  }
}

/** Each activity once: a post made while a page was read comes back with that page. */
function unique(activities: readonly Activity[]): readonly Activity[] {
  return [...new Map(activities.map((activity) => [activity.id, activity])).values()]
}
