import { existsSync, readFileSync } from 'node:fs'
import { checkBuildspec } from '#buildspecs/check.ts'
import { type Finding, fault } from '#model'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { checkWorkflow } from '#pipelines/workflows/check.ts'
import { cfnLint, type Linted } from './linters/cfn-lint.ts'
import { loadConfig } from './load-config.ts'
import { kindOf } from './recognise.ts'

type Text = { readonly path: string; readonly text: string }

/** What was found, and what could not be looked at. */
export interface Checked {
  readonly findings: readonly Finding[]
  readonly templates: readonly string[]
  readonly skipped: readonly Extract<Linted, { is: 'skipped' }>[]
}

const byPlace = (one: Finding, other: Finding) =>
  one.at.file.localeCompare(other.at.file) || (one.at.line ?? 0) - (other.at.line ?? 0)

const checkTemplates = async (files: readonly Text[]): Promise<readonly Finding[]> => {
  if (files.length === 0) return []
  const { validateTemplates } = await import('./linters/validate.ts')
  return validateTemplates(files)
}

// Each kind of file by its own rules.
const checkTexts = async (files: readonly Text[]): Promise<readonly Finding[]> => {
  const of = (kind: ReturnType<typeof kindOf>) => files.filter((file) => kindOf(file.text) === kind)
  const workflows = await Promise.all(of('workflow').map((file) => checkWorkflow(file)))
  return [
    ...(await checkTemplates(of('template'))),
    ...of('buildspec').flatMap(checkBuildspec),
    ...workflows.flat(),
    ...of('unknown')
      .filter(({ path }) => !path.endsWith('.json'))
      .map((file) => ({
        code: 'file-not-recognised',
        severity: 'warning' as const,
        at: { file: file.path },
        says: 'is neither a template, a buildspec nor a workflow',
        fix: 'leave it out, or mend what keeps it from being read',
      })),
  ]
}

/** Checks the delivery's files as they are on disk: each by itself, and all against each other. */
export const checkDelivery = async (root: string, config: string): Promise<Checked> => {
  const delivery = await loadConfig(root, config)
  const files = generate(delivery)
  const onDisk = files.map((file) => ({
    ...file,
    text: existsSync(file.path) ? readFileSync(file.path, 'utf8') : file.text,
  }))
  const templates = files.map(({ path }) => path).filter((path) => path.startsWith('cfn/out/') && existsSync(path))
  // Another process: it works while this one validates.
  const linting = cfnLint(root, templates, process.env)
  const own = [...check(delivery, onDisk), ...(await checkTexts(onDisk))]
  const linted = await linting
  const findings = [...own, ...(linted.is === 'checked' ? linted.findings : [])]
  return { findings: [...findings].sort(byPlace), templates, skipped: linted.is === 'skipped' ? [linted] : [] }
}

const read = (path: string): Text => {
  try {
    return { path, text: readFileSync(path, 'utf8') }
  } catch (cause) {
    throw fault({
      at: path,
      code: 'file-unreadable',
      says: 'this file cannot be read',
      fix: 'give the path of a file that exists',
      cause,
    })
  }
}

/** Checks any files, each by what it is. */
export const checkFiles = async (root: string, paths: readonly string[]): Promise<Checked> => {
  const files = paths.map(read)
  const templates = files.filter((file) => kindOf(file.text) === 'template').map((file) => file.path)
  const linting = templates.length > 0 ? cfnLint(root, templates, process.env) : undefined
  const own = await checkTexts(files)
  const linted = await linting
  const findings = [...own, ...(linted?.is === 'checked' ? linted.findings : [])]
  return { findings: [...findings].sort(byPlace), templates, skipped: linted?.is === 'skipped' ? [linted] : [] }
}
