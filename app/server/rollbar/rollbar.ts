import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { settledWithin } from '../settled-within.ts'
import type { Rollbar } from './rollbar-config.ts'
import { itemOf, type Reported } from './rollbar-item.ts'

/** Reports errors. It neither waits nor fails; `stop` waits for what is under way, not for long. */
export type Reporter = { report(failure: Reported): void; stop(): Promise<void> }

type Options = {
  readonly release: string
  readonly now: () => Date
  /** Told of the first report that did not arrive, and of the first that did again. */
  onDelivery(reason: string | undefined): void
  readonly perMinute?: number
  readonly atOnce?: number
  readonly deadline?: number
}

/**
 * Reports to Rollbar. When everything fails, the first errors of each minute say it all: what is more than `perMinute`,
 * or more than `atOnce` under way, is left out, so that neither the memory nor the bill grows.
 */
export function rollbarOn(
  { token, environment, endpoint }: Rollbar,
  { release, now, onDelivery, perMinute = 60, atOnce = 10, deadline = 5_000 }: Options,
): Reporter {
  const underWay = new Set<Promise<void>>()
  const host = hostname()
  let [minute, sent, isLost] = [0, 0, false]

  const isRoom = (at: Date): boolean => {
    const current = Math.floor(at.getTime() / 60_000)
    if (current !== minute) [minute, sent] = [current, 0]
    return sent < perMinute && underWay.size < atOnce
  }

  const send = async (body: string): Promise<void> => {
    const reason = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Rollbar-Access-Token': token },
      body,
      signal: AbortSignal.timeout(deadline),
    }).then(
      async (response) => {
        await response.body?.cancel()
        return response.ok ? undefined : `status ${response.status}`
      },
      (error: Error) => `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`,
    )
    if ((reason !== undefined) !== isLost) onDelivery(reason)
    isLost = reason !== undefined
  }

  return {
    report(failure) {
      const at = now()
      if (!isRoom(at)) return
      sent++
      const item = itemOf(failure, { environment, release, host, at, uuid: randomUUID() })
      const sending = send(JSON.stringify(item)).finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    stop: () => settledWithin(underWay, patience),
  }
}

const patience = 3_000
