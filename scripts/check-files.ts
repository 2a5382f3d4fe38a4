import { readFileSync } from 'node:fs'
import { type Finding, fault } from '#model'
import { checkTexts } from './check-texts.ts'
import { byPlace, type Checked, checkTemplates, guardsIn, once, type Text, templatesIn } from './checked.ts'
import { cfnLint } from './linters/cfn-lint.ts'
import { readTemplates } from './read-templates.ts'

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
