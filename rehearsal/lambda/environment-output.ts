// The output of an execution environment: lines go to its log, and the invocation they belong to waits for its last one.

/** The output of a process, told apart by invocation. */
export interface EnvironmentOutput {
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void
  /** Writes a line of Lambda's own. */
  readonly write: (line: string) => void
  /** Begins to collect lines. */
  readonly begin: () => void
  /** Resolves when both streams have told that the invocation's output is complete. */
  readonly ended: (requestId: string) => Promise<void>
  readonly lines: () => readonly string[]
}

/** Sends lines on, and keeps those of the current invocation. */
export const environmentOutput = (send: (line: string) => void): EnvironmentOutput => {
  let lines: string[] = []
  const seen = new Map<string, number>()
  const waiting = new Map<string, () => void>()
  const write = (line: string) => {
    send(line)
    lines.push(line)
  }
  return {
    write,
    onLine: (line) => {
      const at = line.indexOf('\0end ')
      if (at < 0) return write(line)
      if (at > 0) write(line.slice(0, at))
      const requestId = line.slice(at + 5)
      const count = (seen.get(requestId) ?? 0) + 1
      seen.set(requestId, count)
      if (count === 2) waiting.get(requestId)?.()
    },
    begin: () => {
      lines = []
    },
    ended: (requestId) =>
      new Promise((resolve) => {
        const done = () => {
          seen.delete(requestId)
          waiting.delete(requestId)
          resolve()
        }
        if ((seen.get(requestId) ?? 0) >= 2) done()
        else waiting.set(requestId, done)
      }),
    lines: () => lines,
  }
}
