import { describe, expect, it } from 'vitest'
import type { Change } from '#model'
import { becauseOf, countsOf, flat, isRisky, sayCounts, verbOf } from '#pipelines/print/summary.ts'
import { aChange } from '../a-plan.ts'

const rows: readonly (readonly [Partial<Change>, string, boolean, string])[] = [
  [{ action: 'Add' }, 'Add', false, '1 to add'],
  [{ action: 'Import' }, 'Import', false, '1 to add'],
  [{ action: 'Remove' }, 'Remove', true, '1 to remove'],
  [{ action: 'Dynamic' }, 'Dynamic', true, 'no change'],
  [{ action: 'Modify' }, 'Modify', false, '1 to modify'],
  [{ action: 'Modify', replacement: 'False' }, 'Modify', false, '1 to modify'],
  [{ action: 'Modify', replacement: 'Conditional' }, 'Modify or replace', true, '1 to modify'],
  [{ action: 'Modify', replacement: 'True' }, 'Replace', true, '1 to replace'],
]

describe('a change', () => {
  it.each(rows)('%j is told as "%s", risky: %s, counted: %s', (given, verb, risky, counted) => {
    const change = aChange(given)
    expect(verbOf(change)).toBe(verb)
    expect(isRisky(change)).toBe(risky)
    expect(sayCounts(countsOf([change]))).toBe(counted)
  })

  it('names the properties behind it, those that recreate first, with what they were and become', () => {
    const because = becauseOf(
      aChange({
        properties: [
          { path: '/Properties/A', recreates: 'Never' },
          { path: '/Properties/B', recreates: 'Always', before: 'x' },
          { path: '/Properties/C', recreates: 'Conditionally', before: 'x', after: 'y' },
        ],
      }),
    )
    expect(because).toBe('/Properties/B: x → nothing; /Properties/C: x → y; /Properties/A')
  })
})

it('changes inside nested stacks count, and carry the path of stacks they lie in', () => {
  const inner = aChange({ logicalId: 'Inner', action: 'Remove' })
  const outer = aChange({
    logicalId: 'Nested',
    action: 'Modify',
    nested: [aChange({ logicalId: 'Mid', nested: [inner] })],
  })
  expect(flat([outer]).map(({ path }) => path)).toEqual(['Nested', 'Nested/Mid', 'Nested/Mid/Inner'])
  expect(sayCounts(countsOf([outer]))).toBe('1 to add, 1 to modify, 1 to remove')
})
