// All child processes of a rehearsal. Nothing it starts outlives it: not on Ctrl-C, not on SIGKILL (see watchdog.ts).
import { marked } from './marker.ts'
import { type Child, type SpawnRequest, spawnChild } from './spawn-child.ts'
import { startWatchdog } from './start-watchdog.ts'
import { sweep } from './sweep.ts'

/** Starts and ends the child processes of one rehearsal. */
export interface Processes {
  /** The id in the environment of every child. */
  readonly id: string
  readonly spawn: (request: SpawnRequest) => Child
  /** Names one more directory to remove at the end. Name it before making it. */
  readonly covers: (directory: string) => void
  /** Ends all children, politely first, then removes the directories. Safe to call again. */
  readonly stop: () => Promise<void>
}

/** What `processes` needs. */
export interface ProcessesOptions {
  readonly id: string
  /** The bundled `watchdog.js`. */
  readonly watchdog: string
  /** Removed at the end. Name them before making them, so that they are covered from the start. */
  readonly directories: readonly string[]
  /** How long children may take to end when everything stops, in milliseconds; 2,000 unless told. */
  readonly grace?: number
}

/** Starts the watchdog and gives the one place where the rehearsal starts processes. */
export const processes = async (options: ProcessesOptions): Promise<Processes> => {
  const directories = [...options.directories]
  const running = new Set<Child>()
  const watch = () => startWatchdog({ script: options.watchdog, id: options.id, directories })
  let watchdog = await watch()
  let stopping: Promise<void> | undefined

  // Somebody may kill the watchdog; there is a new one before long.
  const guard = (): void => {
    watchdog.ended.then(
      async () => {
        if (stopping) return
        watchdog = await watch()
        if (stopping) await watchdog.release()
        else guard()
      },
      () => {},
    )
  }
  guard()

  const stopAll = async () => {
    await Promise.all([...running].map((child) => child.stop(options.grace ?? 2_000)))
    await watchdog.release()
    if (!(await watchdog.ended)) await sweep({ id: options.id, directories, grace: 300 })
  }

  return {
    id: options.id,
    spawn: (request) => {
      if (stopping) throw new Error(`"${request.command}" was not started: the rehearsal is ending`)
      const child = spawnChild({ ...request, env: { ...request.env, ...marked(options.id) } })
      running.add(child)
      child.exited.then(() => running.delete(child))
      return child
    },
    covers: (directory) => {
      directories.push(directory)
      watchdog.covers(directory)
    },
    stop: () => {
      stopping ??= stopAll()
      return stopping
    },
  }
}
