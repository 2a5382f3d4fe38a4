import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { http, routes } from '../contract.ts'
import type { SpanIds } from './telemetry/telemetry.ts'

/**
 * Logs one line per answer, never a body, and gives the request an id and its lines those of its span. A load balancer
 * sends its own id as X-Amzn-Trace-Id.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
 */
export function requestLog(log: Logger, spanIds?: () => SpanIds | undefined): RequestHandler {
  // None of the names that are redacted is in these lines; looking for them would take longer than writing the line.
  const lines = log.child({}, { redact: [] })
  return (request, response, next) => {
    const started = performance.now()
    const id = request.get('x-amzn-trace-id')?.slice(0, 200) ?? randomUUID()
    const ids = spanIds?.() ?? traceOf(request.get('traceparent'))
    // Made only for those who write to it.
    Object.defineProperty(response.locals, 'log', { get: () => log.child({ request: id, ...ids }) })
    response.setHeader('X-Request-Id', id)
    response.on('close', () => {
      const { method, path } = request
      const line = {
        request: id,
        ...ids,
        method,
        path,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
      }
      const answer = response.writableFinished ? 'answered' : 'the client left before the answer'
      // Probes come every few seconds from every load balancer node.
      if (path === http.health || path === routes.live) lines.debug(line, answer)
      else lines.info(line, answer)
    })
    next()
  }
}

/** The trace that a request is part of. https://www.w3.org/TR/trace-context/#traceparent-header */
function traceOf(header: string | undefined): SpanIds | undefined {
  const trace_id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(header ?? '')?.[1]
  return trace_id === undefined ? undefined : { trace_id }
}
