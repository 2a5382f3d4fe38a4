import type { Logger } from 'pino'
import type { Queries } from '../db/queries.ts'
import { sweep } from '../db/sweep.ts'

/** Sweeps every minute or so, at an instant that differs between tasks. Gives how to stop it. */
export function startSweeping(db: Queries, log: Logger, every = 60_000): () => void {
  const timer = setInterval(
    () => {
      sweep(db).then(
        (swept) => log.debug(swept, 'swept'),
        (error: Error) => log.warn({ reason: error.message }, 'sweeping failed'),
      )
    },
    every * (0.75 + Math.random() / 2),
  )
  timer.unref()
  return () => clearInterval(timer)
}
