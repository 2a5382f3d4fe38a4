import type { Change, Plan, StackChange } from '#model'
import { allChanges, becauseOf, countsOf, flat, isRisky, sayCounts, verbOf } from './summary.ts'

/** GitHub refuses a longer comment. https://docs.github.com/rest/issues/comments */
const longest = 65_536
const room = 60_000

const cell = (text: string): string =>
  text
    .replace(/\r?\n/g, ' ')
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;')
    .replace(/@(?=[\w-])/g, '@\u200b')

const code = (text: string): string => `\`${text.replace(/`/g, "'").replace(/\|/g, '\\|')}\``

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

const row = (change: Change & { readonly path: string }, most: number): string =>
  `| ${isRisky(change) ? '⚠️ ' : ''}${verbOf(change)} | ${code(change.path)} | ${code(change.type)} | ${cell(shorten(becauseOf(change), most))} |`

const table = (rows: readonly string[]): readonly string[] =>
  rows.length > 0 ? ['| Change | Resource | Type | Because |', '|---|---|---|---|', ...rows] : []

const sectionOf = ({ stack, kind, changes, predicted }: StackChange, most: number, all: boolean): readonly string[] => {
  const every = flat(changes)
  const shown = all ? every : every.filter(isRisky)
  const left = every.length - shown.length
  const open = every.some(isRisky) ? '<details open>' : '<details>'
  return [
    `${open}<summary><b>${stack.name}</b>: ${kind} (${sayCounts(countsOf(changes))})</summary>`,
    '',
    ...(predicted
      ? ['Read off the template: CloudFormation can be asked once the stacks it imports from exist.', '']
      : []),
    ...table(shown.map((change) => row(change, most))),
    ...(left > 0 ? ['', `… and ${left} more that neither remove nor replace anything`] : []),
    '',
    '</details>',
    '',
  ]
}

const print = (plan: Plan, most: number, all: boolean): string => {
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
    ...changed.flatMap((stack) => sectionOf(stack, most, all)),
  ].join('\n')
}

/**
 * A plan as a pull request comment. Grows shorter until GitHub takes it: reasons first, then harmless changes; a
 * removal or a possible replacement is never left out.
 */
export const planMarkdown = (plan: Plan): string => {
  for (const [most, all] of [
    [300, true],
    [80, true],
    [80, false],
    [0, false],
  ] as const) {
    const text = print(plan, most, all)
    if (text.length <= room) return text
  }
  return print(plan, 0, false).slice(0, longest - 200)
}
