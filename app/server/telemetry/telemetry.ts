import type { RequestHandler } from 'express'
import type { OnStatement } from '../../db/queries.ts'
import type { AwsClient } from './aws-calls.ts'
import type { PoolNumbers } from './numbers.ts'

/** What a log line says of the span that it is written in. */
export type SpanIds = { readonly trace_id: string; readonly span_id?: string }

/** Traces and metrics of this process. It watches: nothing of it can fail a request, or make one wait. */
export type Telemetry = {
  /** Makes a span of each request and measures it; goes before everything else that sees the request. */
  readonly requests: RequestHandler
  /** The span that the code which asks runs in. */
  spanIds(): SpanIds | undefined
  /** To be told of each statement that was run. */
  statement: OnStatement
  /** Makes a span of each command of a client. */
  aws(client: AwsClient): void
  /** Measures a pool of connections. */
  pool(pool: PoolNumbers): void
  /** To be told what a request failed of. */
  failed(error: unknown): void
  /** Sends what is still here, or gives up after a while. */
  stop(): Promise<void>
}
