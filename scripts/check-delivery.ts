import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkBuildspec } from '#buildspecs/check.ts'
import { type Finding, fault } from '#model'
import { check } from '#pipelines/checks/check.ts'
import { checkImageDefinitions, checkImageDetail } from '#pipelines/checks/files/image-file.ts'
import { checkPolicyFile } from '#pipelines/checks/files/policy-file.ts'
import { checkTaskDefinitionFile } from '#pipelines/checks/files/task-definition-file.ts'
import { checkTemplateFile } from '#pipelines/checks/files/template-file.ts'
import { generate } from '#pipelines/generate.ts'
import { checkWorkflow } from '#pipelines/workflows/check.ts'
import { checkCallers } from '#pipelines/workflows/checks/callers.ts'
import { readWorkflow } from '#pipelines/workflows/checks/read-workflow.ts'
import { cfnLint, type Linted } from './linters/cfn-lint.ts'
import { loadConfig } from './load-config.ts'
import { readTemplates } from './read-templates.ts'
import { type FileKind, kindOf } from './recognise.ts'

type Text = { readonly path: string; readonly text: string }

/** What was found, and what could not be looked at. */
export interface Checked {
  readonly findings: readonly Finding[]
  readonly templates: readonly string[]
  readonly skipped: readonly Extract<Linted, { is: 'skipped' }>[]
}

const byPlace = (one: Finding, other: Finding) =>
  one.at.file.localeCompare(other.at.file) || (one.at.line ?? 0) - (other.at.line ?? 0)

const checkTemplates = async (files: readonly Text[], guards: readonly Text[]): Promise<readonly Finding[]> => {
  if (files.length === 0) return []
  const { validateTemplates } = await import('./linters/validate.ts')
  return validateTemplates(files, guards)
}

// Files of one kind, by its own rules. None of these reads anything but the text.
const checkers: Readonly<Record<Exclude<FileKind, 'workflow' | 'unknown'>, (file: Text) => readonly Finding[]>> = {
  template: checkTemplateFile,
  buildspec: checkBuildspec,
  policy: checkPolicyFile,
  'image-definitions': checkImageDefinitions,
  'image-detail': checkImageDetail,
  'task-definition': checkTaskDefinitionFile,
}

const unrecognised = (file: Text): Finding => ({
  code: 'file-not-recognised',
  severity: 'warning',
  at: { file: file.path },
  says: 'is no template, buildspec, workflow, policy document, image definitions or task definition',
  fix: 'leave it out, or mend what keeps it from being read',
})

const checkText = async (file: Text, kind: FileKind): Promise<readonly Finding[]> =>
  kind === 'workflow' ? checkWorkflow(file) : kind === 'unknown' ? [unrecognised(file)] : checkers[kind](file)

// Two rules may see one thing: the first one that says it is heard.
const once = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>()
  return findings.filter(({ at, code, says }) => {
    const key = JSON.stringify([at.file, at.line, code, code === 'reference-unresolved' ? says : ''])
    return !seen.has(key) && seen.add(key)
  })
}

// A team's own rules, in the language of AWS CloudFormation Guard.
const guardsIn = (root: string): readonly Text[] => {
  const folder = join(root, 'guard')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.guard')) : []
  return names.sort().map((name) => ({ path: `guard/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
}

interface Recognised {
  readonly file: Text
  readonly kind: FileKind
}

const recognised = (file: Text): Recognised => ({ file, kind: kindOf(file.text, file.path) })

const checkTexts = async (files: readonly Recognised[], guards: readonly Text[]): Promise<readonly Finding[]> => {
  const own = (await Promise.all(files.map(({ file, kind }) => checkText(file, kind)))).flat()
  const of = (wanted: FileKind) => files.filter(({ kind }) => kind === wanted).map(({ file }) => file)
  const called = checkCallers(of('workflow').map((file) => ({ path: file.path, workflow: readWorkflow(file) })))
  const templates = of('template')
  return [...own, ...called, ...(await checkTemplates(templates, guards))]
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
  // What is generated and none of the kinds is ours to know: manifests and pipeline definitions.
  const own = [
    ...check(delivery, onDisk),
    ...(await checkTexts(
      onDisk.map(recognised).filter(({ kind }) => kind !== 'unknown'),
      guardsIn(root),
    )),
  ]
  const linted = await linting
  const findings = once([...own, ...(linted.is === 'checked' ? linted.findings : [])])
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
  const files = paths.map(read).map(recognised)
  const templates = files.filter(({ kind }) => kind === 'template').map(({ file }) => file.path)
  const linting = templates.length > 0 ? cfnLint(root, templates, process.env) : undefined
  const own = await checkTexts(files, guardsIn(root))
  const linted = await linting
  const findings = once([...own, ...(linted?.is === 'checked' ? linted.findings : [])])
  return { findings: [...findings].sort(byPlace), templates, skipped: linted?.is === 'skipped' ? [linted] : [] }
}

// A folder's files by their paths below it, as far as the names of both sides agree from the end.
const pairedName = (path: string, names: readonly string[]): string =>
  names.find((name) => name === path || name.endsWith(`/${path}`)) ?? path

/** Checks the step from templates as they are deployed, a file or a folder, to some of today's. */
export const checkSince = async (before: string, paths: readonly string[]): Promise<readonly Finding[]> => {
  const [{ loadFacts }, { checkVersions }, { readVersion }] = await Promise.all([
    import('#cfn/analysis/replacement.ts'),
    import('#pipelines/checks/versions/check.ts'),
    import('#pipelines/checks/versions/version.ts'),
  ])
  const [only] = paths
  const had = readTemplates(before, paths.length === 1 && only !== undefined ? only : before)
  return checkVersions({
    before: readVersion(had.map(({ path, text }) => ({ path: pairedName(path, paths), text }))),
    after: readVersion(paths.map(read)),
    facts: await loadFacts(),
  })
}
