// One child process with the manners of a container: a group of its own, output by lines, SIGTERM to the first process
// only, and when that one ends the rest of the group ends with it.
import { spawn } from 'node:child_process'
import { splitLines } from './split-lines.ts'

/** What to run. The environment is complete: nothing is inherited. */
export interface SpawnRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  /** Written to the standard input, which is then closed. */
  readonly input?: string
  readonly user?: { readonly uid: number; readonly gid: number }
  /** What asks it to end; SIGTERM unless told. */
  readonly stopSignal?: NodeJS.Signals
}

/** How a child ended. `error` is set when it could not even be started. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly error?: NodeJS.ErrnoException
}

/** A running child. */
export interface Child {
  /** 0 when it could not be started. */
  readonly pid: number
  readonly exited: Promise<Exit>
  /** Asks it to end, kills its group after the grace period in milliseconds, and resolves when it has ended. */
  readonly stop: (grace: number) => Promise<Exit>
}

const signalGroup = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(-pid, name)
  } catch {
    // Nobody is left in the group.
  }
}

/** Starts a child process. */
export const spawnChild = (request: SpawnRequest): Child => {
  const child = spawn(request.command, [...request.args], {
    cwd: request.cwd,
    env: { ...request.env },
    detached: true,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...request.user,
  })
  const pid = child.pid ?? 0
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = splitLines((line) => request.onLine?.(line, name))
    child[name]?.setEncoding('utf8').on('data', lines.push).once('end', lines.end)
  }
  child.stdin?.on('error', () => {})
  child.stdin?.end(request.input)

  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }))
    child.once('exit', (code, signal) => {
      if (pid > 0) signalGroup(pid, 'SIGKILL')
      // A descendant in another session may hold the pipes open for ever; its output is not waited for.
      const late = setTimeout(() => resolve({ code, signal }), 500)
      child.once('close', () => {
        clearTimeout(late)
        resolve({ code, signal })
      })
    })
  })
  return {
    pid,
    exited,
    stop: async (grace) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(request.stopSignal ?? 'SIGTERM')
      const kill = setTimeout(() => pid > 0 && signalGroup(pid, 'SIGKILL'), grace)
      const exit = await exited
      clearTimeout(kill)
      return exit
    },
  }
}
