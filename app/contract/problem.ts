/** What the health check answers: 200 when `ok`, also while the database is away for a moment; 503 when `unavailable`. */
export type Health = {
  readonly status: 'ok' | 'unavailable'
  readonly release: string
  readonly database: 'reachable' | 'unreachable'
}

/** The problems a page does something about, beyond showing them. */
export type ProblemCode =
  | 'invalid'
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'too-large'
  | 'too-many-requests'
  | 'unavailable'
  | 'not-configured'
  | 'handle-taken'
  | 'email-taken'
  | 'own-activity'
  | 'wrong-credentials'
  | 'not-confirmed'
  | 'wrong-code'
  | 'expired-code'
  | 'password-refused'
  | 'key-reused'

/**
 * Why a request was refused, as `application/problem+json` (RFC 9457). `title` is a sentence for people, `errors` names
 * every problem of the input by the path of its field.
 */
export type Problem = {
  readonly title: string
  readonly status: number
  readonly code?: ProblemCode
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}
