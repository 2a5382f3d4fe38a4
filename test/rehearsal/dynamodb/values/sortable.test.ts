import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalNumber } from '#rehearsal/dynamodb/values/decimal.ts'
import { sortable } from '#rehearsal/dynamodb/values/sortable.ts'

const sign = (order: number): number => Math.sign(order)
const orderOf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const decimal = fc.record({
  units: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  exponent: fc.integer({ min: -40, max: 40 }),
})

test('sortable numbers are in the order of their values', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const [left, right] = [a, b].map(({ units, exponent }) => ({ N: canonicalNumber(`${units}e${exponent}`) }))
      const difference = a.units * 10n ** BigInt(a.exponent + 40) - b.units * 10n ** BigInt(b.exponent + 40)
      const expected = difference < 0n ? -1 : difference > 0n ? 1 : 0
      expect(orderOf(sortable(left!), sortable(right!))).toBe(expected)
    }),
    { numRuns: 1000 },
  )
})

test('sortable texts are in the order of their bytes, beyond the basic plane too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(orderOf(sortable({ S: a }), sortable({ S: b }))).toBe(sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
  )
  expect(sortable({ S: '\u{1f600}' }) > sortable({ S: '\uffee' })).toBe(true)
})

test('sortable binaries are in the order of their bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const [left, right] = [a, b].map((bytes) => sortable({ B: Buffer.from(bytes).toString('base64') }))
      expect(orderOf(left!, right!)).toBe(sign(Buffer.compare(a, b)))
    }),
  )
})
