import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '#model'
import type { Linted } from './linters/cfn-lint.ts'
import { kindOf } from './recognise.ts'

/** A file as it is on disk. */
export type Text = { readonly path: string; readonly text: string }

/** What was found, and what could not be looked at. */
export interface Checked {
  readonly findings: readonly Finding[]
  readonly templates: readonly string[]
  readonly skipped: readonly Extract<Linted, { is: 'skipped' }>[]
}

/** Findings in the order of files and lines. */
export const byPlace = (one: Finding, other: Finding) =>
  one.at.file.localeCompare(other.at.file) || (one.at.line ?? 0) - (other.at.line ?? 0)

/** What AWS's validator says of templates; loaded only when there are any. */
export const checkTemplates = async (files: readonly Text[], guards: readonly Text[]): Promise<readonly Finding[]> => {
  if (files.length === 0) return []
  const { validateTemplates } = await import('./linters/validate.ts')
  return validateTemplates(files, guards)
}

/** Two rules may see one thing: the first one that says it is heard. */
export const once = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>()
  return findings.filter(({ at, code, says }) => {
    const key = JSON.stringify([at.file, at.line, code, code === 'reference-unresolved' ? says : ''])
    return !seen.has(key) && seen.add(key)
  })
}

/** A team's own rules, in the language of AWS CloudFormation Guard. */
export const guardsIn = (root: string): readonly Text[] => {
  const folder = join(root, 'guard')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.guard')) : []
  return names.sort().map((name) => ({ path: `guard/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
}

/** The templates among files. */
export const templatesIn = (files: readonly Text[]): readonly Text[] =>
  files.filter(({ path, text }) => kindOf(text, path) === 'template')
