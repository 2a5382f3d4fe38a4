// People in a real browser while a release rolls out. What they do is the app's own affair: a site whose folder has a
// script "journeys" is handed its address and where its mail lies, and tells in JSON lines how it went.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectThat } from './ask.ts'
import type { Screen } from './screen.ts'
import { type Script, startScript } from './script.ts'

/** Journeys under way. */
export interface Journeys {
  /** Lets them go on, from having arrived: tasks begin to be replaced. */
  readonly begin: () => void
  /** Lets them finish, and says how it went. */
  readonly end: () => Promise<void>
}

/** What they need. */
export interface JourneysGiven {
  /** The address of the site, if there is one. */
  readonly site: string | undefined
  /** The folder of its package. */
  readonly folder: string
  /** Where the outbox is read: `?to=` and an address. */
  readonly mail: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The id of the rehearsal. */
  readonly rehearsal: string
  readonly screen: Pick<Screen, 'line' | 'good'>
}

/** One line of what the script tells. */
interface Told {
  readonly is: 'step' | 'left-out' | 'failed' | 'skipped' | 'done'
  readonly says: string
  /** The release that answered after the step. */
  readonly release?: string
  readonly why?: string
  readonly wrong?: readonly string[]
}

const none: Journeys = { begin: () => {}, end: async () => {} }

const hasJourneys = (folder: string): boolean => {
  const path = join(folder, 'package.json')
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).scripts?.journeys !== undefined
}

const toldIn = (line: string): Told | undefined => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

// "5 by 3e167cc7b69f, then 9 by 046222de69e7"
const byRelease = (steps: readonly Told[]): string =>
  [...new Set(steps.map(({ release = '' }) => release))]
    .map((one) => `${steps.filter(({ release }) => release === one).length} by ${one.slice(0, 12)}`)
    .join(', then ')

// Without the lines of a stack trace.
const lastWords = (noise: readonly string[]) => noise.filter((line) => !/^\s+at |^\s*$/.test(line)).slice(-5)

const judge = (told: readonly Told[], { code, noise }: Awaited<ReturnType<Script['end']>>): string | undefined => {
  if (told.some(({ is }) => is === 'skipped')) return undefined
  const failed = told.find(({ is }) => is === 'failed')
  expectThat(failed === undefined, 'two people should get through the app while a release rolls out', failed)
  const wrong = told.find(({ is }) => is === 'done')?.wrong ?? lastWords(noise)
  expectThat(code === 0 && wrong.length === 0, 'nothing should go wrong in the browser meanwhile', wrong)
  const steps = told.filter(({ is }) => is === 'step')
  expectThat(steps.length > 0, 'the journeys should have steps', told)
  return `two people in Chromium went through ${steps.length} steps meanwhile, answered ${byRelease(steps)}; nothing failed`
}

/** Starts the journeys of the site, if it has any. They arrive, and wait for `begin`. */
export const startJourneys = ({ site, folder, ...given }: JourneysGiven): Journeys => {
  const { screen } = given
  if (!site || !hasJourneys(folder)) return none
  const told: Told[] = []
  const script = startScript({
    name: 'journeys',
    args: ['--url', site, '--mail', given.mail, '--json', '--wait'],
    folder,
    env: given.env,
    rehearsal: given.rehearsal,
    onLine: (line) => {
      const one = toldIn(line)
      if (one === undefined) return false
      told.push(one)
      if (one.is === 'step') screen.line('chromium', one.says)
      if (one.is === 'left-out') screen.line('chromium', `${one.says}: left out, ${one.why}`)
      if (one.is === 'skipped') screen.line('chromium', `journeys skipped: ${one.says}`)
      return true
    },
  })
  return {
    begin: () => script.write('begin\n'),
    end: async () => {
      const ended = await script.end()
      const says = judge(told, ended)
      if (says) screen.good(says)
    },
  }
}
