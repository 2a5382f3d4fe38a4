import { writeSync } from 'node:fs'
import { Fault, type Finding, printFinding } from '#model'

/** What every command is given by the command line. */
export interface Options {
  readonly config: string
  readonly json?: boolean
  readonly environment?: string
}

/** Writes a line to standard output at once, so that nothing is lost when the process ends. */
export const print = (text: string): void => {
  let rest = Buffer.from(`${text}\n`)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      // A full pipe says "again"; a closed one has no reader left to tell.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return
    }
  }
}

/** Prints findings: text for people, one JSON array for programs. */
export const printFindings = (findings: readonly Finding[], json: boolean | undefined): void => {
  if (json) {
    const rows = findings.map(({ at, code, severity, says, fix }) => ({
      file: at.file,
      line: at.line ?? null,
      column: at.column ?? null,
      code,
      severity,
      message: says,
      fix,
    }))
    print(JSON.stringify(rows, null, 2))
  } else for (const finding of findings) print(printFinding(finding))
}

/** Says what went wrong and gives the exit code: the fault's own, or 70 for a bug of ours. */
export const report = (error: unknown, json: boolean): number => {
  if (error instanceof Fault) {
    printFindings(error.findings, json)
    return error.exit
  }
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `${said}\nThis is a bug in launchway. Please report it with the lines above: https://github.com/launchway/launchway/issues/new\n`,
  )
  return 70
}
