import { fault } from '#model'
import { ranked } from '#model/nearest.ts'
import type { Entry, Vocabulary } from '../explain/vocabulary.ts'
import { paint } from '../paint.ts'
import { type Options, print } from '../report.ts'

const load = async (): Promise<readonly Entry[]> => {
  const file = await import('../explain/vocabulary.generated.json', { with: { type: 'json' } })
  return (file.default as Vocabulary).entries
}

const isBelow = (entry: Entry, path: string) =>
  entry.path.startsWith(`${path}.`) && !entry.path.slice(path.length + 1).includes('.')

const firstSentence = (about: string) => /^.*?[.:](?= |$)/.exec(about)?.[0].replace(/[.:]$/, '') ?? about

const line = (width: number) => (entry: Entry) =>
  `  ${paint.strong((entry.path.split('.').at(-1) ?? '').padEnd(width))}  ${firstSentence(entry.about)}`

const listOf = (entries: readonly Entry[]): readonly string[] =>
  entries.map(line(Math.max(...entries.map(({ path }) => (path.split('.').at(-1) ?? '').length))))

const row = (label: string, text: string | undefined) => (text ? [`  ${paint.faint(label.padEnd(9))} ${text}`] : [])

const page = (entry: Entry, all: readonly Entry[]): string => {
  const parts = all.filter((each) => isBelow(each, entry.path))
  const isOption = entry.path.includes('.')
  return [
    paint.strong(entry.path),
    '',
    `  ${entry.about}`,
    '',
    ...row(isOption ? 'type' : 'call', entry.type),
    ...row('made by', entry.makers?.map((maker) => `${maker}(…)`).join(', ')),
    ...row(
      'default',
      entry.required ? 'none: it must be given' : (entry.default ?? (isOption ? 'left out' : undefined)),
    ),
    ...row('emits', entry.emits?.join(', ')),
    ...(entry.examples ?? []).flatMap((example) => row('example', example)),
    ...(parts.length > 0 ? ['', ...listOf(parts)] : []),
  ].join('\n')
}

const unknown = (path: string, all: readonly Entry[]) => {
  const near = ranked(
    path,
    all.map((each) => each.path),
  ).slice(0, 3)
  return fault({
    at: path,
    code: 'option-unknown',
    says: `a configuration cannot say "${path}"`,
    fix: `did you mean ${near.map(({ word }) => `"${word}"`).join(', ')}? "launchway explain" alone lists all`,
  })
}

/** `launchway explain [path]`: what a configuration can say, from the comments of the sources. */
export const explainCommand = async (path: string | undefined, options: Options): Promise<void> => {
  const all = await load()
  if (path === undefined) {
    if (options.json) return print(JSON.stringify(all, null, 2))
    const makers = all.filter((each) => !each.path.includes('.'))
    return print(
      [...listOf(makers), '', 'One of them, or an option of it: launchway explain service.deploy'].join('\n'),
    )
  }
  const entry = all.find((each) => each.path === path)
  if (!entry) throw unknown(path, all)
  if (options.json)
    return print(JSON.stringify({ ...entry, options: all.filter((each) => isBelow(each, path)) }, null, 2))
  print(page(entry, all))
}
