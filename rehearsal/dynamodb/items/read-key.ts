// Keys as requests give them, and what a key may not be.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
import { invalid, invalidValue, keyMismatch, SchemaMismatch } from '../refusal.ts'
import { type RowKey, rowKey } from '../tables/row-key.ts'
import { attributesIn, type Keys, type Table } from '../tables/table.ts'
import { attributeOf, type Item, scalarOf, typeOf } from '../values/attribute-value.ts'
import { readItem } from '../values/read-value.ts'
import { sizeOf } from '../values/size-of.ts'

const wrongItem = (says: string) => new SchemaMismatch(`One or more parameter values were invalid: ${says}`)

/** Reads a `Key`: the key attributes of the table and nothing else. */
export const readKey = ({ keys }: Table, given: unknown): { readonly key: RowKey; readonly item: Item } => {
  const item = readItem(given)
  const wanted = attributesIn(keys)
  if (Object.keys(item).length !== wanted.length) throw keyMismatch()
  for (const { name, type } of wanted) {
    const value = attributeOf(item, name)
    if (!value || typeOf(value) !== type) throw keyMismatch()
  }
  return { key: keyIn(keys, item), item }
}

/** The key of an item that is put. */
export const keyOfItem = ({ keys }: Table, item: Item): RowKey => {
  for (const { name, type } of attributesIn(keys)) {
    const value = attributeOf(item, name)
    if (!value) throw wrongItem(`Missing the key ${name} in the item`)
    if (typeOf(value) !== type) {
      throw wrongItem(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`)
    }
  }
  return keyIn(keys, item)
}

const keyIn = (keys: Keys, item: Item): RowKey => {
  const [partition, sort] = attributesIn(keys).map(({ name }) => attributeOf(item, name))
  for (const { name } of attributesIn(keys)) {
    const value = attributeOf(item, name)
    if (value && scalarOf(value) === '') {
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${'S' in value ? 'string' : 'binary'} value. Key: ${name}`,
      )
    }
  }
  if (!partition) throw keyMismatch()
  if (sizeOf(partition) > 2048) {
    throw invalidValue('Size of hashkey has exceeded the maximum size limit of2048 bytes')
  }
  if (sort && sizeOf(sort) > 1024) {
    throw invalidValue('Aggregated size of all range keys has exceeded the size limit of 1024 bytes')
  }
  return rowKey(partition, sort)
}

/** Refuses an item whose attribute is the key of an index but cannot be one. */
export const checkIndexKeys = ({ indexes }: Table, item: Item) => {
  for (const index of indexes.values()) {
    for (const [position, { name, type }] of attributesIn(index.keys).entries()) {
      const value = attributeOf(item, name)
      if (!value) continue
      if (typeOf(value) !== type) {
        throw wrongItem(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        )
      }
      if (scalarOf(value) === '') {
        throw invalid(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value. IndexName: ${index.name}, IndexKey: ${name}`,
        )
      }
      if (sizeOf(value) > (position === 0 ? 2048 : 1024)) {
        throw invalidValue(
          position === 0
            ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes'
            : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
        )
      }
    }
  }
}
