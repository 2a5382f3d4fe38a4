import type { Change, Plan, StackChange } from '#model'
import { allChanges, becauseOf, countsOf, flat, isRisky, sayCounts, verbOf } from './summary.ts'

/** GitHub refuses a longer comment. https://docs.github.com/rest/issues/comments */
const longest = 65_536
const room = 60_000

// Values come from templates, which a stranger's pull request may hold: nothing in them is read as Markdown.
const cell = (text: string): string =>
  text
    .replace(/\r?\n/g, ' ')
    .replace(/[\\|`*_~[\]]/g, '\\$&')
    .replace(/</g, '&lt;')
    .replace(/@(?=[\w-])/g, '@\u200b')

const code = (text: string): string => `\`${text.replace(/`/g, "'").replace(/\|/g, '\\|')}\``

const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(most - 1, 0))}…` : text

const row = (change: Change & { readonly path: string }, most: number): string =>
  `| ${isRisky(change) ? '⚠️ ' : ''}${verbOf(change)} | ${code(change.path)} | ${code(change.type)} | ${cell(shorten(becauseOf(change), most))} |`

const table = (rows: readonly string[]): readonly string[] =>
  rows.length > 0 ? ['| Change | Resource | Type | Because |', '|---|---|---|---|', ...rows] : []

/** How much is shown: characters of a reason, harmless changes too, and at most so many rows of risky ones. */
interface Room {
  readonly reason: number
  readonly all: boolean
  readonly rows: number
}

const sectionOf = ({ stack, kind, changes, predicted, because }: StackChange, how: Room): readonly string[] => {
  const every = flat(changes)
  const risky = every.filter(isRisky)
  const shown = how.all ? every : risky.slice(0, how.rows)
  const harmless = how.all ? 0 : every.length - risky.length
  const lost = how.all ? 0 : risky.length - shown.length
  const open = risky.length > 0 ? '<details open>' : '<details>'
  return [
    `${open}<summary><b>${stack.name}</b>: ${kind} (${sayCounts(countsOf(changes))})</summary>`,
    '',
    ...(predicted
      ? [
          because === undefined
            ? 'Read off the template: CloudFormation can be asked once the stacks it imports from exist.'
            : `Read off the template: ${because}.`,
          '',
        ]
      : []),
    ...table(shown.map((change) => row(change, how.reason))),
    ...(lost > 0 ? ['', `⚠️ … and ${lost} more that remove or may replace something`] : []),
    ...(harmless > 0 ? ['', `… and ${harmless} more that neither remove nor replace anything`] : []),
    '',
    '</details>',
    '',
  ]
}

const print = (plan: Plan, how: Room): string => {
  const changed = plan.stacks.filter((stack) => stack.kind !== 'unchanged')
  const risky = flat(allChanges(plan)).filter(isRisky).length
  return [
    `### What this changes in ${code(plan.environment)}`,
    '',
    changed.length === 0
      ? `Nothing: all ${plan.stacks.length} stacks are as their templates say.`
      : `**${sayCounts(countsOf(allChanges(plan)))}** in ${changed.length} of ${plan.stacks.length} stacks (account ${plan.account}, ${plan.region}).`,
    ...(risky > 0 ? ['', `⚠️ ${risky} of them remove or may replace something.`] : []),
    '',
    ...changed.flatMap((stack) => sectionOf(stack, how)),
  ].join('\n')
}

const steps: readonly Room[] = [
  { reason: 300, all: true, rows: Number.POSITIVE_INFINITY },
  { reason: 80, all: true, rows: Number.POSITIVE_INFINITY },
  { reason: 80, all: false, rows: Number.POSITIVE_INFINITY },
  { reason: 0, all: false, rows: Number.POSITIVE_INFINITY },
]

/**
 * A plan as a pull request comment. Grows shorter until GitHub takes it: reasons first, then harmless changes. A removal
 * or a possible replacement is left out only when a comment cannot hold them all, and then it says how many.
 */
export const planMarkdown = (plan: Plan): string => {
  for (const how of steps) {
    const text = print(plan, how)
    if (text.length <= room) return text
  }
  const fitting = (rows: number) => print(plan, { reason: 0, all: false, rows })
  let [least, most] = [0, 1000]
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (fitting(middle).length <= room) least = middle
    else most = middle
  }
  return fitting(least).slice(0, longest)
}
