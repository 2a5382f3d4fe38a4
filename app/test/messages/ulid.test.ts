import { describe, expect, it } from 'vitest'
import { isUlid, ulids } from '../../db/messages/ulid.ts'

describe('ids that sort by time', () => {
  it('are what the specification says', () => {
    const newId = ulids({ now: () => 1_469_918_176_385, random: () => 0n })
    expect(newId()).toBe('01ARYZ6S410000000000000000')
    expect(newId()).toBe('01ARYZ6S410000000000000001')
  })

  it('grow within a millisecond, over the next ones and over a clock that jumps back', () => {
    const times = [5, 5, 6, 2, 7]
    const newId = ulids({ now: () => times.shift() ?? 8, random: () => (1n << 79n) - 1n })
    const made = Array.from({ length: 8 }, newId)
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(8)
    expect(made.every(isUlid)).toBe(true)
  })

  it.each(['', 'x', '01ARYZ6S41000000000000000', '81ARYZ6S410000000000000000', '01ARYZ6S4100000000000000U0'])(
    'are not %j',
    (text) => {
      expect(isUlid(text)).toBe(false)
    },
  )
})
