import { Fault } from '#model'
import { loadConfig } from '../load-config.ts'
import { type Options, print } from '../report.ts'
import { differenceOf, staleFindings, writeFiles } from '../write-files.ts'

/** `launchway generate`: every artifact of the delivery, written whole or not at all; `--check` only compares. */
export const generateCommand = async (options: Options & { readonly check?: boolean }): Promise<void> => {
  const root = process.cwd()
  // The generators are read while the configuration is compiled by a process of its own.
  const [delivery, { generate }] = await Promise.all([
    loadConfig(root, options.config),
    import('#pipelines/generate.ts'),
  ])
  const files = generate(delivery)
  if (options.check) {
    const findings = staleFindings(differenceOf(root, files))
    if (findings.length > 0) throw new Fault(findings, 1)
    print(options.json ? '[]' : `${files.length} generated files are fresh`)
    return
  }
  const { stale, left } = writeFiles(root, files)
  if (options.json)
    print(JSON.stringify({ files: files.length, written: stale.map((file) => file.path), removed: left }))
  else {
    for (const file of stale) print(`wrote ${file.path}`)
    for (const path of left) print(`removed ${path}`)
    print(`${files.length} files, ${stale.length} written, ${left.length} removed`)
  }
}
