import { randomBytes } from 'node:crypto'
import type { IdGenerator } from '@opentelemetry/sdk-trace'

/** Ids of traces and spans; `next` makes the trace that begins now have an id that was given. */
export type TraceIds = IdGenerator & { next(traceId: string): void }

/**
 * Ids that X-Ray takes too: those of traces begin with the second in which they were made, and the rest is random.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 */
export function traceIds({ now, random }: { now: () => number; random: (bytes: number) => string }): TraceIds {
  let given: string | undefined
  return {
    next: (traceId) => {
      given = traceId
    },
    generateTraceId() {
      const id =
        given ??
        Math.floor(now() / 1000)
          .toString(16)
          .padStart(8, '0') + random(12)
      given = undefined
      return id
    },
    generateSpanId: () => random(8),
  }
}

/** Random bytes in hexadecimal. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')
