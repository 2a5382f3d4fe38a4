import type { Figures } from './compare.ts'
import type { Sample } from './memory.ts'

/** What the bench found. */
export type Result = {
  readonly node: string
  readonly processors: number
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly rows: readonly { name: string; app: Figures; bare: Figures; ratio: number }[]
  readonly samples: readonly Sample[]
  readonly slopes: { readonly heap: number; readonly rss: number }
}

/** The figures as a person reads them. */
export function print({ node, processors, rounds, seconds, connections, rows, samples, slopes }: Result): string {
  const two = (number: number): string => number.toFixed(2)
  const one = (number: number): string => number.toFixed(1)
  const whole = (number: number): string => number.toFixed(0)
  const cells = ({ perSecond, p50, p99, processor }: Figures): string[] => [
    whole(perSecond),
    one(p50),
    one(p99),
    whole(processor),
  ]
  const figures = table(
    ['', 'app /s', 'p50 ms', 'p99', 'own µs', 'bare /s', 'p50 ms', 'p99', 'own µs', 'ratio'],
    rows.map(({ name, app, bare, ratio }) => [name, ...cells(app), ...cells(bare), two(ratio)]),
  )
  const memory = table(
    ['requests', 'heap MB', 'rss MB'],
    samples.map((each) => [String(each.requests), one(each.heap), one(each.rss)]),
  )
  return [
    `\nNode ${node}, ${processors} processors shared by the server, PostgreSQL and what loads them; ${connections} connections, the middle of ${rounds} rounds of ${seconds} s`,
    figures,
    ...(samples.length > 0
      ? [memory, `second half: heap ${two(slopes.heap)} MB, rss ${two(slopes.rss)} MB per 100,000 requests`]
      : []),
  ].join('\n\n')
}

/** Rows under their headings: the first column to the left, figures to the right. */
function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  return [headings, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('\n')
}
