import { expect, test } from 'vitest'
import { clockTime, dayOf, fullTime, lifeLeft, timeAgo, timeLeft } from '../../client/relative-time.ts'

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
  [-604_799, '6d'],
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

test.each([
  ['Pacific/Kiritimati', '21 Apr', '2 January 2026 at 10:30 GMT+14', '10:30'],
  ['Europe/Vienna', '20 Apr', '1 January 2026 at 21:30 CET', '21:30'],
  ['UTC', '20 Apr', '1 January 2026 at 20:30 UTC', '20:30'],
  ['America/Los_Angeles', '20 Apr', '1 January 2026 at 12:30 GMT-8', '12:30'],
])('in %s, days and times are those of the place', (timeZone, day, full, clock) => {
  const reader = { locale: 'en-GB', timeZone }
  expect(timeAgo('2026-04-20T12:00:00Z', now, reader)).toBe(day)
  expect(fullTime('2026-01-01T20:30:00Z', reader)).toBe(full)
  expect(clockTime('2026-01-01T20:30:00Z', reader)).toBe(clock)
})

test.each([
  ['Europe/Vienna', '1 Jan'],
  ['UTC', '31 Dec 2025'],
])('the year of a day is said when in %s it is not this one', (timeZone, day) => {
  expect(dayOf('2025-12-31T23:30:00Z', now, { locale: 'en-GB', timeZone })).toBe(day)
})

test('a life goes from whole to nothing, and no further', () => {
  expect([-10, 0, 25, 100, 110].map((seconds) => lifeLeft(at(0), at(100), now + seconds * 1000))).toEqual([
    1, 1, 0.75, 0, 0,
  ])
  expect(lifeLeft(at(0), at(0), now)).toBe(0)
})
