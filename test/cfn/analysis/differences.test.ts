import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differencesOf, same } from '#cfn/analysis/differences.ts'
import { unknownOf } from '#cfn/analysis/unknown.ts'

test('differences go down to the smallest part', () => {
  expect(differencesOf({ a: [{ b: 1, c: 2 }] }, { a: [{ b: 3, c: 2 }, 4] })).toEqual([
    { path: ['a', '0', 'b'], before: 1, after: 3 },
    { path: ['a', '1'], before: undefined, after: 4 },
  ])
})

test('a number and its text are one value', () => {
  expect(same({ a: 80, b: true }, { a: '80', b: 'true' })).toBe(true)
})

test('an unknown equals only the unknown of the same thing', () => {
  expect(same(unknownOf('A'), unknownOf('A'))).toBe(true)
  expect(same(unknownOf('A'), unknownOf('B'))).toBe(false)
  expect(same('x', unknownOf('A'))).toBe(false)
})

test('nothing differs from itself', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => same(value, structuredClone(value))))
})
