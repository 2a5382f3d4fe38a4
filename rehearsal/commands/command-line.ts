// What a command on a build's PATH is given; its entry file fills it from the process.

export interface CommandLine {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Writes a line to standard output. */
  readonly out: (line: string) => void
  /** Writes a line to standard error. */
  readonly err: (line: string) => void
  readonly input: () => Promise<string>
}

/** A refusal that a person can act on; printed without a stack. */
export class Refusal extends Error {
  readonly status: number
  constructor(message: string, status = 1) {
    super(message)
    this.status = status
  }
}

/** Runs a command over the real process: output, standard input, exit status. */
export const runAsProcess = async (command: (line: CommandLine) => Promise<number>): Promise<void> => {
  const line: CommandLine = {
    args: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    input: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString()
    },
  }
  try {
    process.exitCode = await command(line)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    line.err(error instanceof Refusal ? error.message : (error.stack ?? error.message))
    process.exitCode = error instanceof Refusal ? error.status : 1
  }
}
