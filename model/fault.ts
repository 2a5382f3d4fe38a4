import type { Finding } from './finding.ts'
import { printPlace } from './place.ts'

/** What the process exits with: 1 work failed or findings, 2 configuration or usage, 3 declined. 70 is our own bug. */
export type ExitCode = 1 | 2 | 3

/** An error someone can fix. Carries every problem found, not only the first; printed without a stack. */
export class Fault extends Error {
  readonly findings: readonly Finding[]
  readonly exit: ExitCode
  constructor(findings: readonly Finding[], exit: ExitCode = 2, cause?: unknown) {
    super(findings.map(printFinding).join('\n'), { cause })
    this.name = 'Fault'
    this.findings = findings
    this.exit = exit
  }
}

/** A fault with one problem, at a place that is no line of a file: `aws`, `stack network`, `port 4566`. */
export const fault = (
  given: Pick<Finding, 'code' | 'says' | 'fix'> & {
    readonly at: string
    readonly exit?: ExitCode
    readonly cause?: unknown
  },
): Fault =>
  new Fault(
    [{ code: given.code, severity: 'error', at: { file: given.at }, says: given.says, fix: given.fix }],
    given.exit ?? 2,
    given.cause,
  )

/** The two lines a person reads: place, what is wrong and the code; then the fix. */
export const printFinding = (finding: Finding): string =>
  `${printPlace(finding.at)}: ${finding.says} [${finding.code}]\n  fix: ${finding.fix}`
