import type { AttributeValue } from '../values/attribute-value.ts'
import { sortable } from '../values/sortable.ts'

/** Where a row stands: by the hash of its partition, its partition, its sort key, and for indexes by the table's own key. */
export interface RowKey {
  readonly hash: number
  readonly partition: string
  readonly sort: string
  readonly tie: string
}

/** After every sortable form: those are made of bytes. */
export const beyond = '\uffff'

/** The order of rows. */
export const compareKeys = (a: RowKey, b: RowKey): number => {
  if (a.hash !== b.hash) return a.hash - b.hash
  if (a.partition !== b.partition) return a.partition < b.partition ? -1 : 1
  if (a.sort !== b.sort) return a.sort < b.sort ? -1 : 1
  if (a.tie === b.tie) return 0
  return a.tie < b.tie ? -1 : 1
}

/** The key of a row from its key attributes. */
export const rowKey = (partition: AttributeValue, sort: AttributeValue | undefined, tie = ''): RowKey => {
  const text = sortable(partition)
  return { hash: hashOf(text), partition: text, sort: sort ? sortable(sort) : '', tie }
}

/** A text that tells one row of a table from all others. */
export const identity = ({ partition, sort }: RowKey): string => `${partition.length}:${partition}${sort}`

/** One more than the greatest hash. */
export const hashes = 2 ** 32

// FNV-1a, and a finish that spreads short texts over the whole range: segments of a scan are parts of it.
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
