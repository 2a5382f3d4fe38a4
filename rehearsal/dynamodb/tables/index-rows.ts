// How a secondary index sees the items of its table.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
import { attributeOf, type Item, typeOf } from '../values/attribute-value.ts'
import { itemSize } from '../values/size-of.ts'
import { identity, rowKey } from './row-key.ts'
import { attributesIn, type Index, type Row, type Table } from './table.ts'

/** The row of an item in an index; undefined when the item lacks one of its keys: indexes are sparse. */
export const indexRow = ({ keys }: Index, row: Row): Row | undefined => {
  const partition = attributeOf(row.item, keys.partition.name)
  const sort = keys.sort && attributeOf(row.item, keys.sort.name)
  if (!partition || typeOf(partition) !== keys.partition.type) return undefined
  if (keys.sort && (!sort || typeOf(sort) !== keys.sort.type)) return undefined
  return { ...row, key: rowKey(partition, sort, identity(row.key)) }
}

/** Whether an index holds an attribute. */
export const isProjected = (table: Table, { keys, projection }: Index, name: string): boolean =>
  projection.type === 'ALL' ||
  projection.include.includes(name) ||
  [...attributesIn(keys), ...attributesIn(table.keys)].some((key) => key.name === name)

/** What an index holds of an item. */
export const projected = (table: Table, index: Index, item: Item): Item =>
  index.projection.type === 'ALL'
    ? item
    : Object.fromEntries(Object.entries(item).filter(([name]) => isProjected(table, index, name)))

/** The bytes of an item in an index. */
export const projectedSize = (table: Table, index: Index, { item, size }: Row): number =>
  index.projection.type === 'ALL' ? size : itemSize(projected(table, index, item))
