// One HTTP request as the protocols read it, and the reply they make.
import type { Call } from '../service.ts'

/** A request whose body has arrived. */
export interface Received {
  readonly method: string
  /** The path, still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names; repeated headers joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What goes back over the wire. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

/** Answers the requests of a service whose protocol is REST (S3, CloudFront, Route 53…), found by its signing name. */
export type RestHandler = (received: Received, call: Call) => Reply | Promise<Reply>
