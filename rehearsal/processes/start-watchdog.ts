import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/** The watchdog as the rehearsal sees it. */
export interface Watchdog {
  readonly pid: number
  /** Names one more directory to remove. Name it before making it. */
  readonly covers: (directory: string) => void
  /** Lets go of the pipe and waits until the watchdog has cleaned up and ended. */
  readonly release: () => Promise<void>
  /** Resolves with true when the watchdog ended after having cleaned up. */
  readonly ended: Promise<boolean>
}

/** What a watchdog needs to know. */
export interface WatchdogRequest {
  /** The bundled `watchdog.js`. */
  readonly script: string
  readonly id: string
  readonly directories: readonly string[]
}

/** Starts the watchdog in a session of its own, out of reach of the terminal's Ctrl-C, and waits until it listens. */
export const startWatchdog = async ({ script, id, directories }: WatchdogRequest): Promise<Watchdog> => {
  const child = spawn(process.execPath, [script, id, ...directories], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH },
    cwd: '/',
  })
  const ended = new Promise<boolean>((resolve) => {
    child.once('exit', (code) => resolve(code === 0))
    child.once('error', () => resolve(false))
  })
  child.stdin.on('error', () => {})
  const ready = new Promise<boolean>((resolve) => child.stdout.once('data', () => resolve(true)))
  if (!(await Promise.race([ready, ended.then(() => false)]))) {
    throw new Error(
      `the rehearsal's watchdog could not be started: "${script}" ended at once; rebuild with "npm run build"`,
    )
  }
  // The pipe stays open, but neither it nor the watchdog keeps this process alive.
  child.unref()
  child.stdout.destroy()
  ;(child.stdin as Socket).unref()
  return {
    pid: child.pid!,
    covers: (directory) => void child.stdin.write(`${directory}\n`),
    release: async () => {
      child.ref()
      child.stdin.end()
      await ended
    },
    ended,
  }
}
