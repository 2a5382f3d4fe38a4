import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, canonicalNumber, subtract } from '#rehearsal/dynamodb/values/decimal.ts'

// A number as a whole number of 10^-20, which BigInt calculates with.
const scale = 20
const scaled = fc.tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.integer({ min: 0, max: scale }))
const textOf = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '')
  return `${value < 0n ? '-' : ''}${text}`
}

test('sums and differences are those of whole numbers', () => {
  fc.assert(
    fc.property(scaled, scaled, ([a, places], [b, others]) => {
      const [left, right] = [a * 10n ** BigInt(places), b * 10n ** BigInt(others)]
      expect(add(textOf(left), textOf(right))).toBe(textOf(left + right))
      expect(subtract(textOf(left), textOf(right))).toBe(textOf(left - right))
    }),
  )
})

test.each([
  ['0', '0'],
  ['-0', '0'],
  ['+5', '5'],
  ['007', '7'],
  ['1.50', '1.5'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['1e3', '1000'],
  ['12E-3', '0.012'],
  ['-1.20e1', '-12'],
  ['0.1e1', '1'],
  ['99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
  ['100000000000000000000000000000000000000000', `1${'0'.repeat(41)}`],
  ['1e125', `1${'0'.repeat(125)}`],
  ['1e-130', `0.${'0'.repeat(129)}1`],
])('the number %s is written %s', (given, canonical) => {
  expect(canonicalNumber(given)).toBe(canonical)
})

test.each([
  ['', 'The parameter cannot be converted to a numeric value'],
  ['abc', 'The parameter cannot be converted to a numeric value: abc'],
  ['1 2', 'The parameter cannot be converted to a numeric value: 1 2'],
  ['NaN', 'The parameter cannot be converted to a numeric value: NaN'],
  ['0x10', 'The parameter cannot be converted to a numeric value: 0x10'],
  ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ['123456789012345678901234567890123456789', 'Attempting to store more than 38 significant digits in a Number'],
])('the number %j is refused', (given, message) => {
  expect(() => canonicalNumber(given)).toThrow(message)
})

test('a sum that needs more than 38 digits is refused, not rounded', () => {
  expect(() => add('1e37', '0.1')).toThrow('more than 38 significant digits')
  expect(add('1e37', '1')).toBe('10000000000000000000000000000000000001')
})
