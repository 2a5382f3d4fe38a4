import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { http } from '../contract.ts'

/**
 * Logs one line per answer, never a body, and gives the request an id. A load balancer sends its own as X-Amzn-Trace-Id.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
 */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const id = request.get('x-amzn-trace-id')?.slice(0, 200) ?? randomUUID()
    response.locals.log = log.child({ request: id })
    response.set('X-Request-Id', id)
    response.on('close', () => {
      const { method, path } = request
      const line = {
        request: id,
        method,
        path,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
      }
      const answer = response.writableFinished ? 'answered' : 'the client left before the answer'
      // Probes come every few seconds from every load balancer node.
      if (path === http.health) log.debug(line, answer)
      else log.info(line, answer)
    })
    next()
  }
}
