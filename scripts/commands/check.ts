import { Fault, fault } from '#model'
import { checkDelivery, checkFiles } from '../check-delivery.ts'
import { type Options, print, printFindings } from '../report.ts'

interface CheckOptions extends Options {
  readonly requireCfnLint?: boolean
}

/** `launchway check [files…]`: exit 1 when there is an error among the findings. */
export const checkCommand = async (paths: readonly string[], options: CheckOptions): Promise<void> => {
  const root = process.cwd()
  const { findings, skipped } =
    paths.length > 0 ? await checkFiles(root, paths) : await checkDelivery(root, options.config)
  for (const { why, how } of skipped) process.stderr.write(`cfn-lint: skipped, ${why}\n  to get it: ${how}\n`)
  if (options.requireCfnLint && skipped[0])
    throw fault({ at: 'cfn-lint', code: 'cfn-lint-missing', says: skipped[0].why, fix: skipped[0].how, exit: 1 })
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (options.json || errors.length === 0) printFindings(findings, options.json)
  if (errors.length > 0) {
    if (options.json) process.exitCode = 1
    else throw new Fault(findings, 1)
  } else if (!options.json) print(findings.length === 0 ? 'no finding' : `${findings.length} warnings`)
}
