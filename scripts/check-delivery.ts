import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, fault } from '#model'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { checkTexts } from './check-texts.ts'
import { cfnLint, type Linted } from './linters/cfn-lint.ts'
import { loadConfig } from './load-config.ts'
import { readTemplates } from './read-templates.ts'
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

const checkTemplates = async (files: readonly Text[], guards: readonly Text[]): Promise<readonly Finding[]> => {
  if (files.length === 0) return []
  const { validateTemplates } = await import('./linters/validate.ts')
  return validateTemplates(files, guards)
}

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

const templatesIn = (files: readonly Text[]): readonly Text[] =>
  files.filter(({ path, text }) => kindOf(text, path) === 'template')

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
    ...(await checkTexts(onDisk.filter(({ path, text }) => kindOf(text, path) !== 'unknown'))),
    ...(await checkTemplates(templatesIn(onDisk), guardsIn(root))),
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
  const files = paths.map(read)
  const templates = templatesIn(files).map(({ path }) => path)
  const linting = templates.length > 0 ? cfnLint(root, templates, process.env) : undefined
  const own = [...(await checkTexts(files)), ...(await checkTemplates(templatesIn(files), guardsIn(root)))]
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
