import type { Service, Shape } from '../../service.ts'
import { oneOf, required } from '../constraints.ts'
import type { Path } from '../expressions/path.ts'
import { project } from '../expressions/projection.ts'
import { invalid } from '../refusal.ts'
import { type Store, tableNamed } from '../store.ts'
import type { Item } from '../values/attribute-value.ts'
import { consumed, readUnits } from './capacity.ts'
import { projectionIn, readOne } from './read-item.ts'
import { readDelete, readPut, readUpdate } from './read-write.ts'
import { doWrite, type Write } from './write.ts'

/** GetItem, PutItem, UpdateItem and DeleteItem. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html
export const itemOperations = (store: Store): Service['operations'] => ({
  GetItem: (input) => {
    required(input, 'TableName', 'Key')
    const paths = projectionIn(input)
    const table = tableNamed(store, input.TableName)
    const { item, bytes } = readOne(table, input, paths)
    const units = { table: readUnits(bytes, input.ConsistentRead === true), indexes: new Map() }
    return { ...(item && { Item: item }), ...consumed(input, table, units) }
  },
  PutItem: (input) => {
    const returned = oldOnly(input)
    const write = readPut(store, input)
    const { old, units } = doWrite(write)
    return {
      ...(returned && old && { Attributes: old }),
      ...consumed(input, write.table, units),
      ...collection(input, write),
    }
  },
  DeleteItem: (input) => {
    const returned = oldOnly(input)
    const write = readDelete(store, input)
    const { old, units } = doWrite(write)
    return {
      ...(returned && old && { Attributes: old }),
      ...consumed(input, write.table, units),
      ...collection(input, write),
    }
  },
  UpdateItem: (input) => {
    const wanted = returnValues(input)
    const { write, paths } = readUpdate(store, input)
    const { old, item, units } = doWrite(write)
    return {
      ...attributes(wanted, { old, item, paths }),
      ...consumed(input, write.table, units),
      ...collection(input, write),
    }
  },
})

// Only tables with a local index have item collections that are measured; here they are always small.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ItemCollectionMetrics.html
const collection = (input: Shape, { table }: Write): Shape => {
  const asked = oneOf(input, 'ReturnItemCollectionMetrics', ['NONE', 'SIZE']) === 'SIZE'
  const { name } = table.keys.partition
  const value = (input.Item ?? input.Key)[name]
  const local = [...table.indexes.values()].some(({ kind }) => kind === 'local')
  return asked && local
    ? { ItemCollectionMetrics: { ItemCollectionKey: { [name]: value }, SizeEstimateRangeGB: [0, 1] } }
    : {}
}

type ReturnValues = 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW'

const returnValues = (input: Shape): ReturnValues =>
  oneOf(input, 'ReturnValues', ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'])

const oldOnly = (input: Shape): boolean => {
  const wanted = returnValues(input)
  if (wanted !== 'NONE' && wanted !== 'ALL_OLD') throw invalid('Return values set to invalid value')
  return wanted === 'ALL_OLD'
}

interface Updated {
  readonly old: Item | undefined
  readonly item: Item | undefined
  readonly paths: readonly Path[]
}

const attributes = (wanted: ReturnValues, { old, item, paths }: Updated): Shape => {
  if (wanted === 'NONE') return {}
  const whole = wanted.endsWith('OLD') ? old : item
  if (!whole) return {}
  const given = wanted.startsWith('ALL') ? whole : project(whole, paths)
  return Object.keys(given).length > 0 ? { Attributes: given } : {}
}
