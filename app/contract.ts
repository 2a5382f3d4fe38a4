// What the server, the page and whoever deploys them must agree on. Constants and types only: importing it costs nothing.

/** Where the server listens, and the path a load balancer asks whether it is well. */
export const http = { port: 3000, health: '/api/health-check' } as const

/** The paths of the API. */
export const routes = { home: '/api/activities/home', activities: '/api/activities' } as const

/** The largest handle and message, in characters; the pages of the feed, in activities; a request body, in bytes. */
export const limits = { handle: 30, message: 280, page: 20, pageMax: 100, body: 16 * 1024 } as const

/** How long an activity can live, in seconds. */
export const ttls = {
  '1-hour': 3_600,
  '3-hours': 10_800,
  '12-hours': 43_200,
  '1-day': 86_400,
  '3-days': 259_200,
  '7-days': 604_800,
  '30-days': 2_592_000,
} as const

/** How long an activity can live, by name. */
export type Ttl = keyof typeof ttls

/** How long an activity lives when its author does not say. */
export const defaultTtl: Ttl = '7-days'

/** The number of characters a person sees: an emoji outside the basic plane is one, as in PostgreSQL's char_length. */
export const lengthOf = (text: string): number => [...text].length

/** A post of the feed; times are ISO 8601 in UTC. */
export type Activity = {
  readonly id: string
  readonly handle: string
  readonly message: string
  readonly createdAt: string
  readonly expiresAt: string
}

/** What `POST /api/activities` takes. */
export type NewActivity = { readonly handle: string; readonly message: string; readonly ttl?: Ttl | undefined }

/** One page of the feed, newest first; `next` is what to send as `before` for older ones, null when there are none. */
export type Feed = { readonly activities: readonly Activity[]; readonly next: string | null }

/** What the health check answers: 200 when `ok`, 503 when `unavailable`. */
export type Health = {
  readonly status: 'ok' | 'unavailable'
  readonly release: string
  readonly database: 'reachable' | 'unreachable'
}

/** Why a request was refused, as `application/problem+json` (RFC 9457). */
export type Problem = {
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}
