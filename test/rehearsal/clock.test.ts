import { expect, test } from 'vitest'
import { realClock } from '#rehearsal/clock.ts'

test('nobody wakes before the clock shows the time they asked for', async () => {
  const early = await Promise.all(
    Array.from({ length: 2_000 }, async (_, at) => {
      const milliseconds = 1 + (at % 50)
      const due = realClock.now().getTime() + milliseconds
      await realClock.sleep(milliseconds)
      return realClock.now().getTime() < due
    }),
  )
  expect(early.filter(Boolean)).toHaveLength(0)
})

test('an abort wakes at once', async () => {
  const over = new AbortController()
  const sleeping = realClock.sleep(3_600_000, over.signal)
  over.abort()
  await sleeping
  await realClock.sleep(3_600_000, over.signal)
})
