import type { Paint } from '#pipelines/print/text.ts'
import type { Served } from './load.ts'
import type { Screen } from './screen.ts'

/** What users saw during one release. */
export interface Rollout {
  readonly title: string
  readonly served: Served
}

const row = (cells: readonly string[], widths: readonly number[]): string =>
  cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  return rows.map((cells) => `   ${row(cells, widths)}`)
}

/** The last thing a rehearsal prints: its stages with their times, and what users saw while releases rolled out. */
export const summary = (
  screen: Screen,
  rollouts: readonly Rollout[],
  recorded: readonly string[],
  paint: Paint,
): string =>
  [
    '',
    paint.strong('Summary'),
    ...table([
      ['stage', 'seconds'],
      ...screen.times().map(({ title, seconds }) => [title, seconds.toFixed(1)]),
      [
        'all',
        screen
          .times()
          .reduce((sum, { seconds }) => sum + seconds, 0)
          .toFixed(1),
      ],
    ]),
    '',
    ...table([
      ['while this rolled out', 'requests', 'failed', 'p50 ms', 'p99 ms'],
      ...rollouts.map(({ title, served }) => [
        title,
        String(served.requests),
        String(served.failed),
        served.p50.toFixed(1),
        served.p99.toFixed(1),
      ]),
    ]),
    '',
    paint.strong('Only recorded, nothing runs behind it here'),
    `   ${recorded.join(', ')}`,
    `   No IAM policy is enforced except trust policies; no AWS quota or propagation delay is modelled beyond rehearsal/SPEC.md.`,
    `   A pass means: consistent with AWS's documented behaviour.`,
  ].join('\n')
