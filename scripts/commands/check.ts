import { Fault, type Finding, fault } from '#model'
import { annotationOf } from '../formats/annotations.ts'
import { sarifOf } from '../formats/sarif.ts'
import { type Options, print, printFindings } from '../report.ts'

interface CheckOptions extends Options {
  readonly requireCfnLint?: boolean
  readonly format?: string
  readonly before?: string
}

type Print = (findings: readonly Finding[]) => void

// Text is printed by whoever started the command when there is an error.
const printers: Readonly<Record<string, Print>> = {
  json: (findings) => printFindings(findings, true),
  sarif: (findings) => print(sarifOf(findings)),
  github: (findings) => {
    for (const finding of findings) print(annotationOf(finding))
  },
}

const printerOf = ({ json, format = json ? 'json' : 'text' }: CheckOptions): Print | undefined => {
  if (format !== 'text' && !Object.hasOwn(printers, format))
    throw fault({
      at: '--format',
      code: 'format-unknown',
      says: `there is no format "${format}"`,
      fix: 'use text, json, sarif or github',
    })
  return printers[format]
}

/** `launchway check [files…]`: exit 1 when there is an error among the findings. */
export const checkCommand = async (paths: readonly string[], options: CheckOptions): Promise<void> => {
  const root = process.cwd()
  const printed = printerOf(options)
  const {
    findings: own,
    skipped,
    templates,
  } = paths.length > 0
    ? await (await import('../check-files.ts')).checkFiles(root, paths)
    : await (await import('../check-delivery.ts')).checkDelivery(root, options.config)
  const findings =
    options.before === undefined
      ? own
      : [...own, ...(await (await import('../check-files.ts')).checkSince(options.before, templates))]
  for (const { why, how } of skipped) process.stderr.write(`cfn-lint: skipped, ${why}\n  to get it: ${how}\n`)
  if (options.requireCfnLint && skipped[0])
    throw fault({ at: 'cfn-lint', code: 'cfn-lint-missing', says: skipped[0].why, fix: skipped[0].how, exit: 1 })
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (printed) {
    printed(findings)
    if (errors.length > 0) process.exitCode = 1
    return
  }
  if (errors.length > 0) throw new Fault(findings, 1)
  printFindings(findings, false)
  print(findings.length === 0 ? 'no finding' : `${findings.length} ${findings.length === 1 ? 'warning' : 'warnings'}`)
}
