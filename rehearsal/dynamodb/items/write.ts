// A write, read from a request and checked, but not done: single operations do it alone, transactions do many or none.
import type { Condition } from '../expressions/condition.ts'
import { holds } from '../expressions/holds.ts'
import { conditionFailed } from '../refusal.ts'
import type { RowKey } from '../tables/row-key.ts'
import type { Table } from '../tables/table.ts'
import { type Written, writeRow } from '../tables/write-row.ts'
import type { Item } from '../values/attribute-value.ts'

/** What is to happen to one item. */
export interface Write {
  readonly table: Table
  readonly key: RowKey
  readonly condition: Condition | undefined
  /** Whether a failed condition tells the item it met. */
  readonly tellsItem: boolean
  /** The item afterwards; undefined removes it. Throws when the item does not allow it. */
  readonly next: (old: Item | undefined) => Item | undefined
  /** True for a ConditionCheck: nothing is written. */
  readonly checks?: boolean
}

/** What a write comes to if it is done now; throws when it cannot be. */
export const outcomeOf = ({ table, key, condition, tellsItem, next }: Write): Item | undefined => {
  const old = table.rows.find(key)?.item
  if (condition && !holds(condition, old ?? {})) throw conditionFailed(tellsItem && old ? { Item: old } : {})
  return next(old)
}

/** Does a write. */
export const doWrite = (write: Write): Written & { readonly item: Item | undefined } => {
  const item = outcomeOf(write)
  return { item, ...writeRow(write.table, write.key, { item }) }
}
