// Child processes of builds. Each has a process group of its own, so that everything it started ends with it.
import { spawn as spawnProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface SpawnRequest {
  readonly argv: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Called for every line of standard output and standard error, in the order in which they arrive. */
  readonly onLine: (line: string) => void
  readonly signal: AbortSignal
}

export interface Spawned {
  /** The exit status; 128 + signal number when a signal ended it; 127 when it could not start. */
  readonly exited: Promise<number>
  /** Ends the whole group. */
  readonly end: () => Promise<void>
}

/** How a build starts a process. */
export type Spawn = (request: SpawnRequest) => Spawned

const killGroup = (pid: number | undefined, signal: NodeJS.Signals) => {
  if (pid === undefined) return false
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** Starts a process as the leader of a new group and reads its output by lines. */
export const spawnGroup: Spawn = ({ argv: [file, ...rest], cwd, env, onLine, signal }) => {
  const child = spawnProcess(file, rest, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const readers = [child.stdout, child.stderr].map((input) => {
    const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
    reader.on('line', onLine)
    return new Promise<void>((resolve) => reader.once('close', resolve))
  })
  const abort = () => killGroup(child.pid, 'SIGKILL')
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      onLine(String(error.message))
      resolve(127)
    })
    child.once('exit', (code, by) => resolve(code ?? (by === 'SIGKILL' ? 137 : by === 'SIGTERM' ? 143 : 130)))
  })
  const exited = ended.then(async (status) => {
    // A background process may hold the pipes open: its output no longer belongs to this command.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 250).unref())
    await Promise.race([Promise.all(readers), patience])
    return status
  })
  return {
    exited,
    end: async () => {
      signal.removeEventListener('abort', abort)
      killGroup(child.pid, 'SIGKILL')
    },
  }
}
