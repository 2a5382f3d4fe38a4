import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowKey } from '#rehearsal/dynamodb/tables/row-key.ts'
import { sortedRows } from '#rehearsal/dynamodb/tables/sorted-rows.ts'

const keyOf = (sort: number) => rowKey({ S: 'p' }, { N: String(sort) })

test('rows are those of a sorted array after any puts and removes, in any range and direction', () => {
  const step = fc.record({ sort: fc.integer({ min: 0, max: 2000 }), put: fc.boolean() })
  const bound = fc.record({ sort: fc.integer({ min: 0, max: 2000 }), after: fc.boolean() })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 3000, size: 'max' }),
      bound,
      bound,
      fc.boolean(),
      (steps, from, to, backward) => {
        const rows = sortedRows<{ key: ReturnType<typeof keyOf>; sort: number }>()
        const model = new Set<number>()
        for (const { sort, put } of steps) {
          if (put) rows.put({ key: keyOf(sort), sort })
          else rows.remove(keyOf(sort))
          if (put) model.add(sort)
          else model.delete(sort)
        }
        expect(rows.size()).toBe(model.size)
        const expected = [...model]
          .filter(
            (sort) =>
              (from.after ? sort > from.sort : sort >= from.sort) && (to.after ? sort <= to.sort : sort < to.sort),
          )
          .sort((a, b) => (backward ? b - a : a - b))
        const range = {
          from: { key: keyOf(from.sort), after: from.after },
          to: { key: keyOf(to.sort), after: to.after },
          backward,
        }
        expect([...rows.walk(range)].map(({ sort }) => sort)).toEqual(expected)
        expect([...rows.walk({})].map(({ sort }) => sort)).toEqual([...model].sort((a, b) => a - b))
        for (const { sort } of steps.slice(0, 20))
          expect(rows.find(keyOf(sort))?.sort).toBe(model.has(sort) ? sort : undefined)
      },
    ),
    { numRuns: 60 },
  )
})
