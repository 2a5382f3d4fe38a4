import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Health } from '../contract.ts'
import type { Probe } from '../db/probe.ts'

/** Answers whether this process can serve. The reason it cannot is logged when it changes, not at each of many probes. */
export function healthCheck({ release, probe, log }: { release: string; probe: Probe; log: Logger }): RequestHandler {
  let known: string | undefined
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
    const health: Health =
      reason === undefined
        ? { status: 'ok', release, database: 'reachable' }
        : { status: 'unavailable', release, database: 'unreachable' }
    response.status(reason === undefined ? 200 : 503).json(health)
  }
}
