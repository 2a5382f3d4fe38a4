// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
import type { Service, Shape } from '../../service.ts'
import { required } from '../constraints.ts'
import { invalid, keyMismatch, SchemaMismatch } from '../refusal.ts'
import { type Store, tableNamed } from '../store.ts'
import { identity } from '../tables/row-key.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { addUnits, capacityAsked, noUnits, printCapacity, readUnits, type Units } from './capacity.ts'
import { projectionIn, readOne } from './read-item.ts'
import { readKey } from './read-key.ts'
import { readDelete, readPut } from './read-write.ts'
import { doWrite, type Write } from './write.ts'

const maxRead = 100
const maxWritten = 25
const maxReplyBytes = 16 * 1024 * 1024

/** BatchGetItem and BatchWriteItem: many single operations in one request, each for itself. */
export const batchOperations = (store: Store): Service['operations'] => ({
  BatchGetItem: (input) => {
    const requests = requestsIn(input)
    const reads = requests.flatMap(([name, request]) => {
      required(request, 'Keys')
      const paths = projectionIn(request)
      const table = tableNamed(store, name)
      return (request.Keys as readonly Shape[]).map((Key) => ({ name, request, table, paths, Key }))
    })
    if (reads.length > maxRead) throw invalid('Too many items requested for the BatchGetItem call')
    assertDistinct(reads.map(({ table, Key }) => [table, identity(readKey(table, Key).key)]))
    const spent: Spent = new Map()
    const found = new Map<string, Item[]>(requests.map(([name]) => [name, []]))
    const left = new Map<string, Shape>()
    let total = 0
    for (const { name, request, table, paths, Key } of reads) {
      const { item, bytes } = readOne(table, { Key }, paths)
      total += bytes
      if (total > maxReplyBytes) {
        left.set(name, { ...request, Keys: [...(left.get(name)?.Keys ?? []), Key] })
        continue
      }
      if (item) found.get(name)?.push(item)
      spend(spent, table, { table: readUnits(bytes, request.ConsistentRead === true), indexes: new Map() })
    }
    return {
      Responses: Object.fromEntries(found),
      UnprocessedKeys: Object.fromEntries(left),
      ...printSpent(input, spent),
    }
  },
  BatchWriteItem: (input) => {
    const requests = requestsIn(input)
    const writes = requests.flatMap(([TableName, list]) =>
      (list as Shape[]).map((one) => writeIn(store, TableName, one)),
    )
    if (writes.length > maxWritten) throw invalid('Too many items requested for the BatchWriteItem call')
    assertDistinct(writes.map(({ table, key }) => [table, identity(key)]))
    const spent: Spent = new Map()
    for (const write of writes) spend(spent, write.table, doWrite(write).units)
    return { UnprocessedItems: {}, ...printSpent(input, spent) }
  },
})

const requestsIn = (input: Shape): readonly [string, Shape][] => {
  required(input, 'RequestItems')
  const requests = Object.entries(input.RequestItems) as [string, Shape][]
  if (requests.length > 0) return requests
  throw invalid(
    "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
  )
}

const writeIn = (store: Store, TableName: string, { PutRequest, DeleteRequest }: Shape): Write => {
  if (PutRequest && DeleteRequest) {
    throw invalid('Supplied WriteRequest has both, must contain exactly one of PutRequest and DeleteRequest')
  }
  if (PutRequest) return asKey(() => readPut(store, { TableName, Item: PutRequest.Item }))
  if (DeleteRequest) return readDelete(store, { TableName, Key: DeleteRequest.Key })
  throw invalid('Supplied WriteRequest is empty, must contain exactly one of PutRequest and DeleteRequest')
}

// In a batch the key of an item is refused in the words for a Key.
const asKey = (read: () => Write): Write => {
  try {
    return read()
  } catch (error) {
    throw error instanceof SchemaMismatch && !error.message.includes('Index Key') ? keyMismatch() : error
  }
}

const assertDistinct = (keys: readonly (readonly [Table, string])[]) => {
  const names = new Set(keys.map(([table, key]) => `${table.name} ${key}`))
  if (names.size < keys.length) throw invalid('Provided list of item keys contains duplicates')
}

type Spent = Map<Table, Units>

const spend = (spent: Spent, table: Table, units: Units) => {
  spent.set(table, addUnits(spent.get(table) ?? noUnits, units))
}

const printSpent = (input: Shape, spent: Spent): Shape => {
  const asked = capacityAsked(input)
  if (asked === 'NONE') return {}
  return { ConsumedCapacity: [...spent].map(([table, units]) => printCapacity(table, units, { asked })) }
}
