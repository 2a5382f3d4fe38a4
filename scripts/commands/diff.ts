import { type DifferenceRow, differenceOf } from '#cfn/analysis/difference.ts'
import { loadFacts } from '#cfn/analysis/replacement.ts'
import { fault, printFinding } from '#model'
import { readAlone, type TemplateAlone } from '#pipelines/checks/read/alone.ts'
import { checkVersions } from '#pipelines/checks/versions/check.ts'
import { pairsOf } from '#pipelines/checks/versions/version.ts'
import { paint } from '../paint.ts'
import { readTemplates, type Text } from '../read-templates.ts'
import { type Options, print } from '../report.ts'

interface DiffOptions extends Options {
  readonly usePreviousValues?: boolean
}

const read = (file: Text): TemplateAlone => {
  const template = readAlone(file)
  if ('template' in template) return template
  const [problem] = template
  throw fault({
    at: `${file.path}:${problem?.line ?? 1}:${problem?.column ?? 1}`,
    code: 'template-unreadable',
    says: problem?.message.split('\n')[0] ?? 'this is no template',
    fix: 'mend the YAML or JSON at this place',
  })
}

const words = {
  True: 'is replaced',
  Conditional: 'may be replaced',
  False: '',
  Unknown: 'its provider decides',
} as const
const signs = { Add: '+', Modify: '~', Remove: '-' } as const

const printRow = (row: DifferenceRow): void => {
  const sign = row.replacement === 'True' ? '±' : signs[row.action]
  const hard = row.action === 'Remove' || row.replacement === 'True'
  const colour = hard ? paint.bad : row.action === 'Add' ? paint.good : paint.strong
  const word = words[row.replacement]
  print(`  ${colour(`${sign} ${row.logicalId}`)}  ${row.type}${word ? `  ${word}` : ''}`)
  if (row.action === 'Modify') for (const reason of row.because) print(`      ${reason}`)
}

const summary = (rows: readonly DifferenceRow[]): string => {
  const count = (of: (row: DifferenceRow) => boolean) => rows.filter(of).length
  const replaced = count(({ replacement }) => replacement === 'True')
  const maybe = count(({ replacement }) => replacement === 'Conditional')
  return rows.length === 0
    ? 'nothing changes'
    : `${count(({ action }) => action === 'Add')} to add, ${count(({ action }) => action === 'Modify')} to change, ${count(({ action }) => action === 'Remove')} to remove; ${replaced} replaced, ${maybe} perhaps`
}

/** `launchway diff BEFORE AFTER`: what changes between two templates, or two folders of them, told without a cloud. */
export const diffCommand = async (before: string, after: string, options: DiffOptions): Promise<void> => {
  const folders = { before: readTemplates(before, after), after: readTemplates(after, after) }
  const versions = { before: folders.before.map(read), after: folders.after.map(read) }
  const facts = await loadFacts()
  const usePreviousValues = options.usePreviousValues ?? false
  const pairs = pairsOf(versions).map((pair) => ({
    path: pair.path,
    rows: differenceOf({ ...pair, facts, usePreviousValues }),
  }))
  const many = folders.after.length !== 1 || folders.after[0]?.path !== after
  if (options.json) {
    const rows = pairs.flatMap(({ path, rows: each }) => each.map((row) => (many ? { template: path, ...row } : row)))
    print(JSON.stringify(rows, null, 2))
    return
  }
  for (const { path, rows } of pairs.filter((each) => each.rows.length > 0)) {
    if (many) print(path)
    for (const row of rows) printRow(row)
  }
  print(summary(pairs.flatMap(({ rows }) => rows)))
  for (const finding of checkVersions({ ...versions, facts, usePreviousValues })) print(printFinding(finding))
}
