// What the readers of streams and of queues have in common.
import type { Clock } from '../clock.ts'
import { AwsError, type Shape } from '../service.ts'
import { deferred } from './deferred.ts'
import type { Invoked } from './invoke.ts'
import type { Mapping } from './mapping.ts'
import type { LambdaPorts } from './ports.ts'

/** What readers work with. */
export interface PollCare {
  readonly clock: Clock
  readonly speed: number
  readonly ports: LambdaPorts
  readonly newId: () => string
  readonly invoke: (functionArn: string, payload: Buffer) => Promise<Invoked>
  readonly says: (text: string) => void
}

/** One reading: until when, and where in the stream it is; the place outlives a change of the mapping. */
export interface Reading {
  readonly signal: AbortSignal
  readonly place: { after: string | undefined; begun: boolean }
}

/** Waits longer after each attempt: one second, doubled, a minute at most. */
export const pause = ({ clock, speed }: PollCare, attempts: number, signal: AbortSignal): Promise<void> =>
  clock.sleep(Math.min(1_000 * 2 ** Math.max(attempts - 1, 0), 60_000) / speed, signal)

/** Invokes until the function could be called at all; undefined when that was stopped. */
export const tried = async (
  care: PollCare,
  mapping: Mapping,
  event: Shape,
  signal: AbortSignal,
): Promise<Invoked | undefined> => {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const invoked = await care.invoke(mapping.functionArn, Buffer.from(JSON.stringify(event)))
      return signal.aborted ? undefined : invoked
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      care.says(`${mapping.functionArn} could not be called: ${error.message}`)
      await pause(care, attempt, signal)
    }
  }
  return undefined
}

/** A wait that ends by a call or by the signal. */
export const wakeOrStop = (signal: AbortSignal) => {
  const { promise, resolve } = deferred()
  if (signal.aborted) resolve()
  const wake = () => {
    signal.removeEventListener('abort', wake)
    resolve()
  }
  signal.addEventListener('abort', wake)
  return { wake, happened: promise }
}
