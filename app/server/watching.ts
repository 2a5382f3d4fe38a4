import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { OnFailure } from './errors.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** Who watches this process, as far as they are set up. */
export type Watching = {
  readonly telemetry: Telemetry | undefined
  readonly onFailure: OnFailure | undefined
  /** To be told of an error that nothing caught. */
  readonly onCrash: ((error: unknown) => void) | undefined
  /** Sends what they were not told yet, for a few seconds at most. */
  stop(): Promise<void>
}

/** Starts them. What is not set up is not loaded either. */
export async function watch(config: Config, log: Logger): Promise<Watching> {
  const { release, database } = config
  const delivering = (to: string) => (reason: string | undefined) =>
    reason === undefined
      ? log.info({ to }, 'telemetry: arrives again')
      : log.warn({ to, reason }, 'telemetry: does not arrive; going on without it')

  const telemetry =
    config.telemetry &&
    (await import('./telemetry/start-telemetry.ts')).startTelemetry({
      config: config.telemetry,
      release,
      database,
      onDelivery: delivering,
    })
  const rollbar =
    config.rollbar &&
    (await import('./rollbar/rollbar.ts')).rollbarOn(config.rollbar, {
      release,
      now: () => new Date(),
      onDelivery: delivering('rollbar'),
    })
  const isWatched = telemetry !== undefined || rollbar !== undefined
  return {
    telemetry,
    onFailure: isWatched
      ? (failure) => {
          telemetry?.failed(failure.error)
          rollbar?.report(failure)
        }
      : undefined,
    onCrash: isWatched ? (error) => rollbar?.report({ error }) : undefined,
    async stop() {
      await Promise.all([telemetry?.stop(), rollbar?.stop()])
    },
  }
}
