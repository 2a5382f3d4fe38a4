import { type Event, type Plan, printFinding, type StackChange } from '#model'
import { allChanges, becauseOf, countsOf, flat, isRisky, sayCounts, verbOf } from './summary.ts'

/** Colours for a terminal; plain when it has none. */
export interface Paint {
  readonly strong: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly faint: (text: string) => string
}

const plain: Paint = { strong: String, good: String, bad: String, faint: String }

const importsMissing = 'what it imports does not exist yet'

const head = (paint: Paint, { stack, kind, changes, predicted, because = importsMissing }: StackChange): string =>
  [
    paint.strong(stack.name),
    kind,
    kind === 'unchanged'
      ? ''
      : paint.faint(`(${sayCounts(countsOf(changes))}${predicted ? `, read off its template: ${because}` : ''})`),
  ]
    .filter(Boolean)
    .join('  ')

const body = (paint: Paint, { changes, kind }: StackChange): readonly string[] =>
  kind === 'unchanged'
    ? []
    : flat(changes).map((change) => {
        const line = `  ${verbOf(change).padEnd(8)} ${change.path}  ${paint.faint(change.type)}`
        const why = becauseOf(change)
        const full = why ? `${line}  ${paint.faint(why)}` : line
        return isRisky(change) ? paint.bad(full) : full
      })

/** A plan for a terminal: every stack in the order of deployment, every change, risky ones marked. */
export const planText = (plan: Plan, paint: Paint = plain): string =>
  [
    `${plan.environment} (${plan.account}, ${plan.region})`,
    ...plan.stacks.flatMap((stack) => [head(paint, stack), ...body(paint, stack)]),
    `${sayCounts(countsOf(allChanges(plan)))} in ${plan.stacks.filter((stack) => stack.kind !== 'unchanged').length} of ${plan.stacks.length} stacks`,
    '',
  ].join('\n')

const marks = { started: '▸', progress: '·', done: '✔', failed: '✘' } as const

/** One line of what happens, and below a failure its fix. */
export const eventText = (event: Event, paint: Paint = plain): string => {
  const colour =
    event.is === 'done'
      ? paint.good
      : event.is === 'failed'
        ? paint.bad
        : event.is === 'progress'
          ? paint.faint
          : String
  const line = colour(`${marks[event.is]} ${event.subject}  ${event.says}`)
  return event.fault ? `${line}\n${event.fault.findings.map(printFinding).join('\n')}` : line
}
