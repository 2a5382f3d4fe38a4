import { existsSync, readFileSync } from 'node:fs'
import { check } from '#pipelines/checks/check.ts'
import { generatedFor } from '#pipelines/checks/read/expected.ts'
import { checkTexts } from './check-texts.ts'
import { byPlace, type Checked, checkTemplates, guardsIn, once, templatesIn } from './checked.ts'
import { cfnLint } from './linters/cfn-lint.ts'
import { loadConfig } from './load-config.ts'
import { kindOf } from './recognise.ts'

/** Checks the delivery's files as they are on disk: each by itself, and all against each other. */
export const checkDelivery = async (root: string, config: string): Promise<Checked> => {
  const delivery = await loadConfig(root, config)
  const files = generatedFor(delivery)
  const onDisk = files.map((file) => ({
    ...file,
    text: existsSync(file.path) ? readFileSync(file.path, 'utf8') : file.text,
  }))
  const templates = files.map(({ path }) => path).filter((path) => path.startsWith('cfn/out/') && existsSync(path))
  // Another process: it works while this one validates.
  const linting = cfnLint(root, templates, process.env)
  // What is generated and none of the kinds is ours to know: manifests and pipeline definitions.
  const own = [
    ...check(delivery, onDisk),
    ...(await checkTexts(onDisk.filter(({ path, text }) => kindOf(text, path) !== 'unknown'))),
    ...(await checkTemplates(templatesIn(onDisk), guardsIn(root))),
  ]
  const linted = await linting
  const findings = once([...own, ...(linted.is === 'checked' ? linted.findings : [])])
  return { findings: [...findings].sort(byPlace), templates, skipped: linted.is === 'skipped' ? [linted] : [] }
}
