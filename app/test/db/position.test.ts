import { expect, test } from 'vitest'
import { isAfter, parsePosition, printPosition } from '../../db/position.ts'

test('a printed position is parsed back', () => {
  const position = { xid: 18_446_744_073n, id: 7n }
  expect(parsePosition(printPosition(position))).toEqual(position)
})

test.each(['', '1', '-1-2', '1-', 'a-b', '1-2-3', `${'9'.repeat(20)}-1`])('"%s" is no position', (text) => {
  expect(parsePosition(text)).toBeUndefined()
})

test.each([
  [2n, 1n, 1n, 9n, true],
  [1n, 2n, 1n, 1n, true],
  [1n, 1n, 1n, 1n, false],
  [1n, 9n, 2n, 1n, false],
])('%i-%i is after %i-%i: %s', (xid, id, otherXid, otherId, after) => {
  expect(isAfter({ xid, id }, { xid: otherXid, id: otherId })).toBe(after)
})
