import type { Paint } from '#pipelines/print/text.ts'

/** What a person following a rehearsal reads: numbered stages with their times, and lines that say where they come from. */
export interface Screen {
  /** Runs one stage of the rehearsal under its title; prints how long it took. */
  readonly stage: <T>(title: string, work: () => Promise<T>) => Promise<T>
  readonly line: (from: string, text: string) => void
  /** One line of what happens, as it is. */
  readonly event: (text: string) => void
  readonly good: (text: string) => void
  readonly bad: (text: string) => void
  /** Every stage so far, with its seconds. */
  readonly times: () => readonly { readonly title: string; readonly seconds: number }[]
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

/** A screen that prints to a terminal, a file or nothing. `now` gives milliseconds. */
export const screen = (print: (text: string) => void, paint: Paint, now: () => number): Screen => {
  const done: { title: string; seconds: number }[] = []
  let count = 0
  return {
    stage: async (title, work) => {
      count += 1
      print(`\n${paint.strong(`${count}  ${title}`)}`)
      const started = now()
      const result = await work()
      done.push({ title, seconds: (now() - started) / 1000 })
      print(paint.faint(`   ${seconds(now() - started)}`))
      return result
    },
    line: (from, text) => print(`   ${paint.faint(from.padEnd(14))} ${text}`),
    event: (text) => print(text.replace(/^/gm, '   ')),
    good: (text) => print(`   ${paint.good('✔')} ${text}`),
    bad: (text) => print(`   ${paint.bad('✘')} ${text}`),
    times: () => done,
  }
}
