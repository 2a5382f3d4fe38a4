// What Query and Scan have in common: a view of the rows, a filter, a page of at most 1 MB.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
import type { Shape } from '../../service.ts'
import { whole } from '../constraints.ts'
import type { Condition } from '../expressions/condition.ts'
import { holds } from '../expressions/holds.ts'
import { project } from '../expressions/projection.ts'
import { projected, projectedSize } from '../tables/index-rows.ts'
import type { Range } from '../tables/sorted-rows.ts'
import { keyOf, type Row } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { consumed } from './capacity.ts'
import type { View } from './view.ts'

const maxPageBytes = 1024 * 1024

/** What a page is made from. */
export interface Asked {
  readonly view: View
  readonly filter: Condition | undefined
  readonly range: Range
}

/** The reply of a Query or Scan. */
export const readPage = (input: Shape, { view, filter, range }: Asked): Shape => {
  const { table, index, rows, consistent, fetches, paths } = view
  const limit = whole(input, 'Limit', { low: 1 }) ?? Number.POSITIVE_INFINITY
  const items: Item[] = []
  let [scanned, count, bytes, fetched] = [0, 0, 0, 0]
  let last: Row | undefined
  let full = false
  for (const row of rows.walk(range)) {
    const size = index ? projectedSize(table, index, row) : row.size
    if (full || (bytes > 0 && bytes + size > maxPageBytes)) {
      full = true
      break
    }
    last = row
    scanned += 1
    bytes += size
    if (fetches) fetched += Math.max(1, Math.ceil(row.size / 4096))
    const item = index && !fetches ? projected(table, index, row.item) : row.item
    if (!filter || holds(filter, item)) {
      count += 1
      if (!view.counts) items.push(paths ? project(item, paths) : item)
    }
    if (scanned >= limit) {
      full = true
      break
    }
  }
  const factor = consistent ? 1 : 0.5
  const units = Math.max(1, Math.ceil(bytes / 4096)) * factor
  const spent = index
    ? { table: fetched * factor, indexes: new Map([[index.name, units]]) }
    : { table: units, indexes: new Map<string, number>() }
  return {
    ...(!view.counts && { Items: items }),
    Count: count,
    ScannedCount: scanned,
    ...(full && last && { LastEvaluatedKey: lastKey(view, last) }),
    ...consumed(input, table, spent),
  }
}

const lastKey = ({ table, index }: View, { item }: Row): Item => ({
  ...keyOf(table.keys, item),
  ...(index && keyOf(index.keys, item)),
})
