import {
  type Attributes,
  type Context,
  type Meter,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { OnStatement } from '../../db/queries.ts'

/** Where the statements are run. */
export type Ran = { readonly host: string; readonly port: number; readonly database: string }

/** What watching statements takes; `active` is the span that the asking code runs in. */
export type Watching = {
  readonly tracer: Tracer
  readonly meter: Meter
  readonly active: () => Context | undefined
  readonly at: Ran
}

/**
 * A span for each statement of a request that is still under way, and how long each statement of the process took. A
 * statement is written with "$1" where its values go: none is in what is told of it.
 * https://opentelemetry.io/docs/specs/semconv/db/postgresql/
 */
export function statementsWatched({ tracer, meter, active, at }: Watching): OnStatement {
  const durations = meter.createHistogram('db.client.operation.duration', {
    unit: 's',
    description: 'How long statements took',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  })
  return ({ sql, milliseconds, error: failed }) => {
    const error = failed === undefined ? undefined : errorOf(failed)
    const said: Attributes = {
      'db.system.name': 'postgresql',
      'db.namespace': at.database,
      'db.operation.name': operationOf(sql),
      'server.address': at.host,
      'server.port': at.port,
      ...(error && { 'error.type': error }),
    }
    durations.record(milliseconds / 1000, said)
    const context = active()
    if (!context || !trace.getSpan(context)?.isRecording()) return
    const ended = Date.now()
    const span = tracer.startSpan(
      summaryOf(sql),
      {
        kind: SpanKind.CLIENT,
        startTime: ended - milliseconds,
        attributes: {
          ...said,
          'db.query.summary': summaryOf(sql),
          'db.query.text': sql.replace(/\s+/g, ' ').trim().slice(0, 4_000),
        },
      },
      context,
    )
    if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: error })
    span.end(ended)
  }
}

/** What a statement does. One that begins with "with" does what it writes, if it writes. */
function operationOf(sql: string): string {
  const first = /\w+/.exec(sql)?.[0].toUpperCase() ?? 'UNKNOWN'
  if (first !== 'WITH') return first
  return /\b(insert(?=\s+into)|update(?!\s+(of|skip))|delete(?=\s+from))\b/i.exec(sql)?.[0].toUpperCase() ?? 'SELECT'
}

/** Few words for a statement: what it does, and the first table that it names. */
function summaryOf(sql: string): string {
  const table = /\b(?:from|into|update)\s+"?(\w+)/i.exec(sql)?.[1]
  return table ? `${operationOf(sql)} ${table}` : operationOf(sql)
}

/** The SQLSTATE, or what the way to the database failed of; not its words, which can hold values. */
function errorOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error'
  const { code } = error as Error & { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
