import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cidrBlocksOf } from '#cfn/analysis/cidr.ts'

test.each<[string, number, number, readonly string[]]>([
  ['10.0.0.0/16', 3, 8, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  ['192.168.0.0/24', 2, 5, ['192.168.0.0/27', '192.168.0.32/27']],
  ['10.1.2.3/16', 1, 8, ['10.1.0.0/24']],
  ['2001:db8:1234:1a00::/56', 2, 64, ['2001:db8:1234:1a00::/64', '2001:db8:1234:1a01::/64']],
])('%s gives %i blocks of %i bits', (block, count, bits, blocks) => {
  expect(cidrBlocksOf(block, count, bits)).toEqual(blocks)
})

test.each([
  ['10.0.0.0/24', 300, 1],
  ['10.0.0.0/24', 5, 7],
  ['10.0.0.0', 1, 8],
  ['10.0.0.300/16', 1, 8],
  ['10.0.0.0/28', 1, 8],
])('%s cannot give %i blocks of %i bits', (block, count, bits) => {
  expect(() => cidrBlocksOf(block, count, bits)).toThrow('Fn::Cidr')
})

test('blocks never overlap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 4, max: 12 }), (count, bits) => {
      const blocks = cidrBlocksOf('10.0.0.0/8', count, bits)
      expect(new Set(blocks).size).toBe(count)
    }),
  )
})
