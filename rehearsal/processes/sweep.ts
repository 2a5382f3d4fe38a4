// Ends every process of a rehearsal and removes its directories.
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { findMarked } from './find-marked.ts'

const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name)
  } catch {
    // It ended between being found and being signalled.
  }
}

// A leader's group goes with it, also when the leader has just ended: its members may have emptied their environment.
const kill = (pid: number) => {
  signal(-pid, 'SIGKILL')
  signal(pid, 'SIGKILL')
}

const gone = async (find: () => number[], milliseconds: number): Promise<boolean> => {
  const end = performance.now() + milliseconds
  while (find().length > 0) {
    if (performance.now() > end) return false
    await pause(20)
  }
  return true
}

const removed = (directory: string): boolean => {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    return true
  } catch {
    return false
  }
}

/** What belongs to a rehearsal and must not outlive it. */
export interface Remains {
  readonly id: string
  readonly directories: readonly string[]
  /** How long processes may take to end on SIGTERM before they are killed. */
  readonly grace: number
}

/**
 * Ends all marked processes, then removes the directories. A process is between fork and exec for a moment in which its
 * environment is not yet readable, so nothing counts as gone before two looks, some time apart, found nothing.
 */
export const sweep = async ({ id, directories, grace }: Remains): Promise<void> => {
  const find = () => findMarked(id, directories)
  const first = find()
  for (const pid of first) signal(pid, 'SIGTERM')
  await gone(find, grace)
  for (const pid of first) kill(pid)
  for (let quiet = 0; quiet < 2; ) {
    const found = find()
    for (const pid of found) kill(pid)
    quiet = found.length === 0 ? quiet + 1 : 0
    await pause(quiet === 0 ? 10 : 50)
  }
  for (let attempt = 0; attempt < 5 && !directories.map(removed).every(Boolean); attempt++) await pause(100)
}
