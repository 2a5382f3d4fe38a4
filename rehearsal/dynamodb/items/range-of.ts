import type { KeyCondition, SortTest } from '../expressions/key-condition.ts'
import { beyond, type RowKey, rowKey } from '../tables/row-key.ts'
import type { Position, Range } from '../tables/sorted-rows.ts'
import { sortable } from '../values/sortable.ts'

/** The rows that a key condition means, from the first to the last. */
export const rangeOf = ({ partition, sort }: KeyCondition): Required<Omit<Range, 'backward'>> => {
  const key = rowKey(partition, undefined)
  const before = (text: string): Position => ({ key: { ...key, sort: text }, after: false })
  const after = (text: string): Position => ({ key: { ...key, sort: text, tie: beyond }, after: true })
  const [from, to] = [before(''), after(beyond)]
  if (!sort) return { from, to }
  return boundsOf(sort, { from, to, before, after })
}

interface Bounds {
  readonly from: Position
  readonly to: Position
  readonly before: (text: string) => Position
  readonly after: (text: string) => Position
}

const boundsOf = (test: SortTest, { from, to, before, after }: Bounds) => {
  if (test.kind === 'between') return { from: before(sortable(test.low)), to: after(sortable(test.high)) }
  const text = sortable(test.value)
  switch (test.kind) {
    case '=':
      return { from: before(text), to: after(text) }
    case '<':
      return { from, to: before(text) }
    case '<=':
      return { from, to: after(text) }
    case '>':
      return { from: after(text), to }
    case '>=':
      return { from: before(text), to }
    case 'begins_with':
      return { from: before(text), to: after(`${text}${beyond}`) }
  }
}

/** A range that begins behind the row a page ended with. */
export const continued = (range: Range, last: RowKey | undefined): Range => {
  if (!last) return range
  return range.backward ? { ...range, to: { key: last, after: false } } : { ...range, from: { key: last, after: true } }
}
