import { spawn } from 'node:child_process'
import { marked } from '#rehearsal/processes/marker.ts'
import { splitLines } from '#rehearsal/processes/split-lines.ts'
import { lowerPriority } from './lower-priority.ts'

/** What to run: a script of a package. */
export interface ScriptGiven {
  readonly name: string
  readonly args: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The id of the rehearsal, which marks the process: its watchdog ends it whatever happens. */
  readonly rehearsal: string
  /** Whether the line was of use; others are kept as noise. */
  readonly onLine: (line: string) => boolean
}

/** A script that runs, and is spoken to. */
export interface Script {
  readonly write: (text: string) => void
  /** Closes its input, and waits until it has ended. `code` is null when it was ended or could not be started. */
  readonly end: () => Promise<{ readonly code: number | null; readonly noise: readonly string[] }>
}

/** Starts a script with npm, at a low priority. */
export const startScript = ({ name, args, folder, env, rehearsal, onLine }: ScriptGiven): Script => {
  const noise: string[] = []
  const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
    cwd: folder,
    env: { ...env, ...marked(rehearsal) },
    detached: true,
    stdio: 'pipe',
  })
  lowerPriority(child.pid ?? 0)
  const out = splitLines((line) => void (onLine(line) || noise.push(line)))
  const err = splitLines((line) => noise.push(line))
  child.stdout.setEncoding('utf8').on('data', out.push).once('end', out.end)
  child.stderr.setEncoding('utf8').on('data', err.push).once('end', err.end)
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      noise.push(error.message)
      resolve(null)
    })
    child.once('close', resolve)
  })
  return {
    write: (text) => void child.stdin.write(text),
    end: async () => {
      child.stdin.end()
      return { code: await ended, noise }
    },
  }
}
