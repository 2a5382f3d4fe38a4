import { expect, test } from 'vitest'
import { timeAgo, timeLeft } from '../../client/relative-time.ts'

const now = Date.parse('2026-05-01T12:00:00Z')
const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString()

test.each([
  [5, 'now'],
  [0, 'now'],
  [-59, 'now'],
  [-60, '1m'],
  [-3_599, '59m'],
  [-3_600, '1h'],
  [-86_399, '23h'],
  [-86_400, '1d'],
  [-864_000, '10d'],
])('%i seconds from now is "%s" ago', (seconds, text) => {
  expect(timeAgo(at(seconds), now)).toBe(text)
})

test.each([
  [604_790, '7d left'],
  [518_399, '6d left'],
  [3_600, '1h left'],
  [59, '1m left'],
  [0, 'expiring'],
  [-1, 'expiring'],
])('%i seconds from now is "%s"', (seconds, text) => {
  expect(timeLeft(at(seconds), now)).toBe(text)
})
