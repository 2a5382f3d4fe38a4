import { expect, test } from 'vitest'
import { fakeClock } from '#rehearsal/clock.ts'
import { deferred } from '#rehearsal/lambda/deferred.ts'
import type { Environment } from '#rehearsal/lambda/environment.ts'
import { environmentPool } from '#rehearsal/lambda/environment-pool.ts'
import type { Outcome } from '#rehearsal/lambda/invocation.ts'
import type { FunctionVersion } from '#rehearsal/lambda/state.ts'

const version = (name: string) => ({ functionName: name }) as FunctionVersion
const request = { requestId: '1', functionArn: 'arn', payload: Buffer.from('{}') }

const startPool = (most = 2) => {
  const clock = fakeClock()
  const started: { name: string; stopped: boolean }[] = []
  const waiting: (() => void)[] = []
  const pool = environmentPool({
    clock,
    idle: 1_000,
    most,
    start: async (of): Promise<Environment> => {
      const one = { name: of.functionName, stopped: false }
      started.push(one)
      return {
        version: of,
        invoke: async () => {
          const done = deferred()
          waiting.push(done.resolve)
          await done.promise
          return { payload: Buffer.from('1'), status: 'success', log: [] } satisfies Outcome
        },
        reusable: async () => !one.stopped,
        ended: () => one.stopped,
        stop: async () => {
          one.stopped = true
        },
      }
    },
  })
  const finish = async () => {
    await clock.advance(0)
    waiting.shift()?.()
    await clock.advance(0)
  }
  return { clock, pool, started, waiting, finish }
}

test('more events than a function may handle wait for their turn', async () => {
  const { pool, started, waiting, finish, clock } = startPool(2)
  const of = version('a')
  const all = [1, 2, 3].map(() => pool.run(of, request))
  const other = pool.run(version('b'), request)
  await clock.advance(0)
  expect(waiting).toHaveLength(3)
  for (let left = 0; left < 4; left++) await finish()
  await Promise.all([...all, other])
  expect(started.map(({ name }) => name).sort()).toEqual(['a', 'a', 'b'])
  expect(pool.busy('a')).toBe(0)
})

test('an idle environment ends after its time, and one that is used stays', async () => {
  const { clock, pool, started, finish } = startPool()
  const of = version('a')
  for (const idle of [900, 900, 1_100]) {
    const run = pool.run(of, request)
    await finish()
    await run
    await clock.advance(idle)
  }
  expect(started).toEqual([{ name: 'a', stopped: true }])
})

test('a changed function gets new environments; one at work ends when it is done', async () => {
  const { pool, started, finish, clock } = startPool()
  const before = version('a')
  const run = pool.run(before, request)
  await clock.advance(0)
  pool.retire('a')
  expect(started).toEqual([{ name: 'a', stopped: false }])
  await finish()
  await run
  expect(started).toEqual([{ name: 'a', stopped: true }])
})

test('nothing is left when the pool stops', async () => {
  const { pool, started, finish } = startPool()
  const run = pool.run(version('a'), request)
  await finish()
  await run
  await pool.stop()
  expect(started).toEqual([{ name: 'a', stopped: true }])
})
