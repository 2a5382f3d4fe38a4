// People in a real browser while a release rolls out. What they do is the app's own affair: a site whose folder has a
// script "journeys" is handed its address and where its mail lies, and tells in JSON lines how it went.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marked } from '#rehearsal/processes/marker.ts'
import { splitLines } from '#rehearsal/processes/split-lines.ts'
import { expectThat } from './ask.ts'
import { lowerPriority } from './lower-priority.ts'
import type { Rehearsing } from './rehearsing.ts'

/** Journeys under way. */
export interface Journeys {
  /** Lets them go on, from having arrived: tasks begin to be replaced. */
  readonly begin: () => void
  /** Lets them finish, and says how it went. */
  readonly end: () => Promise<void>
}

/** One line of what the script tells. */
interface Told {
  readonly is: 'step' | 'failed' | 'skipped' | 'done'
  readonly says: string
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

const release = (commit: string) => commit.slice(0, 12)

// "5 by 3e167cc7b69f, then 9 by 046222de69e7"
const byRelease = (steps: readonly Told[]): string => {
  const releases = [...new Set(steps.map((step) => step.release ?? ''))]
  return releases
    .map((one) => `${steps.filter((step) => step.release === one).length} by ${release(one)}`)
    .join(', then ')
}

/** Starts the journeys of the site, if it has any. They arrive, and wait for `begin`. */
export const startJourneys = (given: Rehearsing, site: string | undefined): Journeys => {
  const { root, delivery, machine, screen, env } = given
  const folder = join(root, delivery.sites[0]?.folder ?? '')
  if (!site || !hasJourneys(folder)) return none
  const told: Told[] = []
  const noise: string[] = []
  const args = ['--url', site, '--mail', `${machine.aws.endpoint}/_local/mail`, '--json', '--wait']
  // The marker has the watchdog end it, and its browser, whatever happens to this process.
  const child = spawn('npm', ['run', '--silent', 'journeys', '--', ...args], {
    cwd: folder,
    env: { ...env, ...marked(machine.processes.id) },
    detached: true,
    stdio: 'pipe',
  })
  lowerPriority(child.pid ?? 0)
  const out = splitLines((line) => {
    const one = toldIn(line)
    if (!one) return void noise.push(line)
    told.push(one)
    if (one.is === 'step' || one.is === 'skipped')
      screen.line('chromium', one.is === 'step' ? one.says : `skipped: ${one.says}`)
  })
  const err = splitLines((line) => noise.push(line))
  child.stdout.setEncoding('utf8').on('data', out.push)
  child.stderr.setEncoding('utf8').on('data', err.push)
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      noise.push(error.message)
      resolve(null)
    })
    child.once('close', resolve)
  })
  return {
    begin: () => void child.stdin.write('begin\n'),
    end: async () => {
      child.stdin.end('end\n')
      const code = await ended
      if (told.some(({ is }) => is === 'skipped')) return
      const failed = told.find(({ is }) => is === 'failed')
      expectThat(failed === undefined, 'two people should get through the app while a release rolls out', failed)
      const wrong = told.find(({ is }) => is === 'done')?.wrong ?? noise.slice(-5)
      expectThat(code === 0 && wrong.length === 0, 'nothing should go wrong in the browser meanwhile', wrong)
      const steps = told.filter(({ is }) => is === 'step')
      screen.good(
        `two people in Chromium went through ${steps.length} steps meanwhile: ${byRelease(steps)}; none failed`,
      )
    },
  }
}
