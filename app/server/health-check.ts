import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Health } from '../contract.ts'
import type { Probe } from '../db/probe.ts'

type Given = { readonly release: string; readonly probe: Probe; readonly log: Logger }

/** The clock, and for how many milliseconds a server whose database went away still counts as one that can serve. */
type Patience = { readonly now?: () => number; readonly grace?: number }

/**
 * Answers whether this process can serve: not before it reached its database, and from then on also while that is away
 * for a moment. A load balancer has a task replaced that fails its health check: were all of them to fail because of a
 * failover of the database, none would be left when it is back. The reason is logged when it changes, not at each of many
 * probes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html
 */
export function healthCheck(
  { release, probe, log }: Given,
  { now = Date.now, grace = 300_000 }: Patience = {},
): RequestHandler {
  let known: string | undefined
  let reachedAt = Number.NEGATIVE_INFINITY
  return async (_request, response) => {
    const reason = await probe().then(
      () => undefined,
      (error: unknown) => String(error instanceof Error ? error.message || error.name : error),
    )
    if (reason !== known) {
      if (reason === undefined) log.info('health: the database is reachable again')
      else log.warn({ reason }, 'health: the database is unreachable')
      known = reason
    }
    if (reason === undefined) reachedAt = now()
    const isWell = now() - reachedAt < grace
    const health: Health = {
      status: isWell ? 'ok' : 'unavailable',
      release,
      database: reason === undefined ? 'reachable' : 'unreachable',
    }
    response.status(isWell ? 200 : 503).json(health)
  }
}
