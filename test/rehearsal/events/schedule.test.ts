import { expect, test } from 'vitest'
import { parseSchedule } from '#rehearsal/events/schedule.ts'

test.each([
  ['rate(5 minutes)', '2026-01-01T00:00:00Z', '2026-01-01T00:05:00.000Z'],
  ['rate(1 day)', '2026-01-01T10:00:00Z', '2026-01-02T10:00:00.000Z'],
  ['cron(0 12 * * ? *)', '2026-01-01T12:00:00Z', '2026-01-02T12:00:00.000Z'],
  ['cron(15/20 8-9 ? * MON-FRI *)', '2026-01-02T09:56:00Z', '2026-01-05T08:15:00.000Z'],
  ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
  ['cron(0 9 ? * 2#1 *)', '2026-01-06T00:00:00Z', '2026-02-02T09:00:00.000Z'],
  ['cron(30 6 1 JAN,JUL ? 2026-2027)', '2026-01-01T06:30:00Z', '2026-07-01T06:30:00.000Z'],
])('%s after %s is due at %s', (expression, after, due) => {
  expect(parseSchedule(expression)(new Date(after))?.toISOString()).toBe(due)
})

test('a year that has passed is never due again', () => {
  expect(parseSchedule('cron(0 0 1 1 ? 2020)')(new Date('2026-01-01T00:00:00Z'))).toBeUndefined()
})

test.each([
  'rate(1 days)',
  'rate(5 minute)',
  'rate(0 days)',
  'cron(0 12 * * * *)',
  'cron(0 12 * *)',
  'cron(60 1 * * ? *)',
  'at(2026)',
])('%s is refused', (expression) => {
  expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.')
})
