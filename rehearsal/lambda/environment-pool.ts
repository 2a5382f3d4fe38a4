// The execution environments of all functions: one per event at a time, kept warm between events, ended when idle.
import { setMaxListeners } from 'node:events'
import type { Clock } from '../clock.ts'
import { deferred } from './deferred.ts'
import type { Environment } from './environment.ts'
import type { InvocationRequest, Outcome } from './invocation.ts'
import type { FunctionVersion } from './state.ts'

/** What a pool works with. */
export interface PoolCare {
  readonly clock: Clock
  readonly start: (version: FunctionVersion) => Promise<Environment>
  /** How long an environment stays without an event, in milliseconds. */
  readonly idle: number
  /** How many environments a function has at once here; further events wait for one. */
  readonly most: number
}

/** Runs events in environments. */
export interface EnvironmentPool {
  readonly run: (version: FunctionVersion, request: InvocationRequest) => Promise<Outcome>
  /** How many events of a function are being handled, or wait. */
  readonly busy: (functionName: string) => number
  /** Ends the environments of a function as soon as each is idle. */
  readonly retire: (functionName: string) => void
  readonly stop: () => Promise<void>
}

interface Place {
  readonly environment: Environment
  readonly napping: AbortController
}

/** An empty pool. */
export const environmentPool = ({ clock, start, idle, most }: PoolCare): EnvironmentPool => {
  const warm = new Set<Place>()
  const all = new Set<Environment>()
  const counts = new Map<string, number>()
  const slots = new Map<string, number>()
  const lines = new Map<string, (() => void)[]>()
  const stale = new Set<FunctionVersion>()
  const ending = new Set<Promise<void>>()
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)

  const end = (environment: Environment) => {
    all.delete(environment)
    const over = environment.stop()
    ending.add(over)
    void over.then(() => ending.delete(over))
  }
  const keep = (environment: Environment) => {
    if (stopping.signal.aborted || stale.has(environment.version)) return end(environment)
    const place = { environment, napping: new AbortController() }
    warm.add(place)
    void clock.sleep(idle, AbortSignal.any([place.napping.signal, stopping.signal])).then(() => {
      if (warm.delete(place)) end(environment)
    })
  }
  // The one that was used last is the one that is used again.
  const take = (version: FunctionVersion): Environment | undefined => {
    for (const place of [...warm].reverse()) {
      if (place.environment.version !== version) continue
      warm.delete(place)
      place.napping.abort()
      if (!place.environment.ended()) return place.environment
      end(place.environment)
    }
    return undefined
  }
  const turn = async (name: string): Promise<void> => {
    while ((slots.get(name) ?? 0) >= most) {
      const waiting = deferred()
      lines.set(name, [...(lines.get(name) ?? []), waiting.resolve])
      await waiting.promise
    }
    slots.set(name, (slots.get(name) ?? 0) + 1)
  }
  const next = (name: string) => {
    slots.set(name, (slots.get(name) ?? 1) - 1)
    const [first, ...rest] = lines.get(name) ?? []
    lines.set(name, rest)
    first?.()
  }

  const started = async (version: FunctionVersion): Promise<Environment> => {
    const environment = await start(version)
    if (stopping.signal.aborted) await environment.stop()
    else all.add(environment)
    return environment
  }

  return {
    run: async (version, request) => {
      const name = version.functionName
      counts.set(name, (counts.get(name) ?? 0) + 1)
      await turn(name)
      try {
        const environment = take(version) ?? (await started(version))
        const outcome = await environment.invoke(request)
        // Whoever calls again at once finds it warm.
        if (await environment.reusable()) keep(environment)
        else end(environment)
        return outcome
      } finally {
        counts.set(name, (counts.get(name) ?? 1) - 1)
        next(name)
      }
    },
    busy: (name) => counts.get(name) ?? 0,
    retire: (name) => {
      for (const place of [...warm]) {
        if (place.environment.version.functionName !== name) continue
        warm.delete(place)
        place.napping.abort()
        end(place.environment)
      }
      for (const { version } of all) if (version.functionName === name) stale.add(version)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([...all].map((environment) => environment.stop()))
      await Promise.all(ending)
    },
  }
}
