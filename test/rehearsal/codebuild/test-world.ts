import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Clock, realClock } from '../../../rehearsal/clock.ts'
import type { Notice, World } from '../../../rehearsal/world.ts'

export interface TestWorld extends World {
  readonly notices: Omit<Notice, 'at'>[]
  endpointUrl: string
}

/** A world with a directory of its own that ends with the test. */
export const testWorld = async (clock: Clock = realClock): Promise<TestWorld> => {
  const home = await mkdtemp(join(tmpdir(), 'launchway-test-'))
  const stop = new AbortController()
  const notices: Omit<Notice, 'at'>[] = []
  let next = 0
  onTestFinished(async () => {
    stop.abort('STOPPED')
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  })
  const world: TestWorld = {
    account: '111111111111',
    region: 'eu-west-1',
    clock,
    home,
    endpointUrl: 'http://127.0.0.1:1',
    endpoint: () => world.endpointUrl,
    env: { PATH: process.env.PATH },
    notices,
    notice: (notice) => {
      notices.push(notice)
    },
    id: () => `00000000-0000-4000-8000-${String(++next).padStart(12, '0')}`,
    signal: stop.signal,
  }
  return world
}
