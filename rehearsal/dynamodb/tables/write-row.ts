// The one place where an item of a table changes: with it its indexes, its time to live and its stream.

import { attributeOf, type Item } from '../values/attribute-value.ts'
import { isEqual } from '../values/is-equal.ts'
import { itemSize } from '../values/size-of.ts'
import { indexRow, projected, projectedSize } from './index-rows.ts'
import { identity, type RowKey, rowKey } from './row-key.ts'
import { type Index, keyOf, type Row, type Table } from './table.ts'

/** A change that is done. */
export interface Written {
  readonly old: Item | undefined
  /** Write capacity by the documented rounding: of the table, and of each index it reached. */
  readonly units: { readonly table: number; readonly indexes: ReadonlyMap<string, number> }
}

/** Puts, replaces or (without an item) removes a row. */
export const writeRow = (
  table: Table,
  key: RowKey,
  { item, byTimeToLive = false }: { readonly item: Item | undefined; readonly byTimeToLive?: boolean },
): Written => {
  const before = table.rows.find(key)
  const after = item && { key, item, size: itemSize(item) }
  const bytes = Math.max(before?.size ?? 0, after?.size ?? 0)
  const units = { table: writeUnits(bytes), indexes: new Map<string, number>() }
  const unchanged = before && after ? isEqual({ M: before.item }, { M: after.item }) : before === after
  if (unchanged) return { old: before?.item, units }
  if (after) table.rows.put(after)
  else table.rows.remove(key)
  table.bytes += (after?.size ?? 0) - (before?.size ?? 0)
  for (const index of table.indexes.values()) {
    const written = writeIndex(table, index, [before, after])
    if (written > 0) units.indexes.set(index.name, written)
  }
  if (table.expiry) {
    const { rows, attribute } = table.expiry
    const [old, fresh] = [expiryRow(attribute, before), expiryRow(attribute, after)]
    if (old) rows.remove(old.key)
    if (fresh) rows.put(fresh)
  }
  table.stream?.append({
    keys: keyOf(table.keys, (item ?? before?.item) as Item),
    before: before?.item,
    after: item,
    byTimeToLive,
  })
  return { old: before?.item, units }
}

/** One unit for each started kilobyte. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024))

const writeIndex = (
  table: Table,
  index: Index,
  [before, after]: readonly [Row | undefined, Row | undefined],
): number => {
  const [old, fresh] = [before && indexRow(index, before), after && indexRow(index, after)]
  const moved = old?.key.partition !== fresh?.key.partition || old?.key.sort !== fresh?.key.sort
  if (old && moved) index.rows.remove(old.key)
  if (fresh) index.rows.put(fresh)
  if (old && fresh && !moved) {
    const same = isEqual({ M: projected(table, index, old.item) }, { M: projected(table, index, fresh.item) })
    if (same) return 0
    return writeUnits(Math.max(projectedSize(table, index, old), projectedSize(table, index, fresh)))
  }
  const cost = (row: Row | undefined) => (row ? writeUnits(projectedSize(table, index, row)) : 0)
  return cost(old) + cost(fresh)
}

/** The row of an item in the order of its time to live; undefined without a number there. */
export const expiryRow = (attribute: string, row: Row | undefined): Row | undefined => {
  const time = row && attributeOf(row.item, attribute)
  return row && time && 'N' in time ? { ...row, key: rowKey({ S: '' }, time, identity(row.key)) } : undefined
}
