/** A word that many use now, how many activities of the last days use it. */
export type Trend = { readonly term: string; readonly activities: number }

/** What people talk about: `GET /api/trends`. */
export type Trends = { readonly trends: readonly Trend[] }

/** A day (UTC, YYYY-MM-DD) in numbers. `averageActivities` is over the seven days that end with it, `total` from the first. */
export type DayOfMetrics = {
  readonly day: string
  readonly activities: number
  readonly replies: number
  readonly likes: number
  readonly reposts: number
  readonly messages: number
  readonly averageActivities: number
  readonly total: number
}

/** `GET /api/metrics?days=30`: the days, newest first, and their sums. */
export type Metrics = {
  readonly days: readonly DayOfMetrics[]
  readonly sums: Readonly<Record<'activities' | 'replies' | 'likes' | 'reposts' | 'messages', number>>
}
