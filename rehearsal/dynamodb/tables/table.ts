import type { Shape } from '../../service.ts'
import type { KeyAttribute } from '../expressions/key-condition.ts'
import type { Stream } from '../streams/stream.ts'
import type { Item } from '../values/attribute-value.ts'
import type { RowKey } from './row-key.ts'
import type { SortedRows } from './sorted-rows.ts'

/** The key attributes of a table or an index. */
export interface Keys {
  readonly partition: KeyAttribute
  readonly sort?: KeyAttribute
}

/** An item in its place. */
export interface Row {
  readonly key: RowKey
  readonly item: Item
  readonly size: number
}

/** What an index holds of each item. */
export interface Projection {
  readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'
  readonly include: readonly string[]
}

/** A secondary index: the rows that have its keys, in its own order. */
export interface Index {
  readonly name: string
  readonly kind: 'global' | 'local'
  readonly keys: Keys
  readonly projection: Projection
  readonly rows: SortedRows<Row>
  throughput: Shape | undefined
}

/** When items go away by themselves. */
export interface Expiry {
  readonly attribute: string
  /** The rows that have a time, in its order. */
  readonly rows: SortedRows<Row>
  readonly end: AbortController
}

/** What can be changed about a table without touching its items. */
export interface Settings {
  billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST'
  throughput: Shape | undefined
  tableClass: string
  encryption: Shape | undefined
  deletionProtection: boolean
  recovery: { readonly enabledAt: Date; readonly days: number } | undefined
  readonly tags: Map<string, string>
  /** What is remembered as it came: OnDemandThroughput, WarmThroughput… */
  recorded: Shape
}

/** A table. */
export interface Table {
  readonly name: string
  readonly arn: string
  readonly id: string
  readonly createdAt: Date
  readonly keys: Keys
  readonly rows: SortedRows<Row>
  readonly indexes: Map<string, Index>
  readonly settings: Settings
  /** The types of all key attributes, by name. */
  readonly attributes: Map<string, KeyAttribute['type']>
  stream: Stream | undefined
  expiry: Expiry | undefined
  bytes: number
}

/** The attributes of a key, partition first. */
export const attributesIn = ({ partition, sort }: Keys): readonly KeyAttribute[] =>
  sort ? [partition, sort] : [partition]

/** The part of an item that is its key. */
export const keyOf = (keys: Keys, item: Item): Item =>
  Object.fromEntries(attributesIn(keys).flatMap(({ name }) => (Object.hasOwn(item, name) ? [[name, item[name]!]] : [])))
