import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { http, routes } from '../contract.ts'

/**
 * Logs one line per answer, never a body, and gives the request an id. A load balancer sends its own as X-Amzn-Trace-Id.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
 */
export function requestLog(log: Logger): RequestHandler {
  // None of the names that are redacted is in these lines; looking for them would take longer than writing the line.
  const lines = log.child({}, { redact: [] })
  return (request, response, next) => {
    const started = performance.now()
    const id = request.get('x-amzn-trace-id')?.slice(0, 200) ?? randomUUID()
    const trace = traceOf(request.get('traceparent'))
    // Made only for those who write to it.
    Object.defineProperty(response.locals, 'log', { get: () => log.child({ request: id, ...(trace && { trace }) }) })
    response.setHeader('X-Request-Id', id)
    response.on('close', () => {
      const { method, path } = request
      const line = {
        request: id,
        ...(trace && { trace }),
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
const traceOf = (header: string | undefined): string | undefined =>
  /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(header ?? '')?.[1]
