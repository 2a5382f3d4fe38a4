// What a running launchway would leave behind if nobody cleaned up: found by its watchdog, which knows.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { findMarked } from '#rehearsal/processes/find-marked.ts'
import { until } from '../rehearsal/processes/until.ts'

/** The id of a run and the directories it made. */
export interface Remains {
  readonly id: string
  readonly directories: readonly string[]
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const commands = (): readonly { readonly parent: number; readonly words: readonly string[] }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({
      parent: Number(
        read(`/proc/${pid}/stat`)
          .replace(/^.*\) /s, '')
          .split(' ')[1],
      ),
      words: read(`/proc/${pid}/cmdline`).split('\0').filter(Boolean),
    }))

/** The remains of the launchway with this process id, as soon as it has a watchdog. */
export const remainsOf = async (pid: number): Promise<Remains> => {
  const watchdog = () =>
    commands().find(({ parent, words }) => parent === pid && words[1]?.endsWith('watchdog.js') === true)
  await until('the watchdog to run', () => watchdog() !== undefined, 60_000)
  const [, , id = '', ...directories] = watchdog()?.words ?? []
  return { id, directories }
}

/** Processes and directories that are left. */
export const leftOf = ({ id, directories }: Remains): readonly string[] => [
  ...findMarked(id).map((pid) => `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`),
  ...commands()
    .filter(({ words }) => words.includes(id))
    .map(({ words }) => words.join(' ')),
  ...directories.filter(existsSync),
]

/** Waits until nothing is left, watchdog included; fails with what there still is. */
export const nothingIsLeft = async (remains: Remains): Promise<void> => {
  await until('no process and no directory to be left', () => leftOf(remains).length === 0, 20_000).catch(() => {
    throw new Error(`still there: ${leftOf(remains).join('; ')}`)
  })
}
