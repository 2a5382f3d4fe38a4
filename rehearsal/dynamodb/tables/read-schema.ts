// Keys and indexes of a table, read from a request.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
import type { Shape } from '../../service.ts'
import type { KeyAttribute } from '../expressions/key-condition.ts'
import { invalid, invalidValue } from '../refusal.ts'
import { sortedRows } from './sorted-rows.ts'
import { attributesIn, type Index, type Keys, type Projection, type Row } from './table.ts'

type Types = ReadonlyMap<string, KeyAttribute['type']>

/** The definitions of key attributes, by name. */
export const readAttributes = (definitions: readonly Shape[] = []): Map<string, KeyAttribute['type']> => {
  const types = new Map<string, KeyAttribute['type']>()
  for (const { AttributeName, AttributeType } of definitions) {
    if (types.has(AttributeName))
      throw invalidValue(`Duplicate AttributeName in AttributeDefinitions: ${AttributeName}`)
    if (!['S', 'N', 'B'].includes(AttributeType)) {
      throw invalid(
        `1 validation error detected: Value '${AttributeType}' at 'attributeDefinitions' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]`,
      )
    }
    types.set(AttributeName, AttributeType)
  }
  return types
}

/** Reads a KeySchema. */
export const readKeys = (schema: readonly Shape[] = [], types: Types): Keys => {
  const [first, second, third] = schema
  if (!first) throw invalidValue('Invalid KeySchema: the KeySchema is empty')
  if (third) throw invalid('the local DynamoDB knows keys of one or two attributes; this KeySchema has more')
  if (first.KeyType !== 'HASH') throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  if (second && second.KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type')
  }
  if (second && second.AttributeName === first.AttributeName) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name')
  }
  const attribute = ({ AttributeName }: Shape): KeyAttribute => {
    const type = types.get(AttributeName)
    if (type) return { name: AttributeName, type }
    throw invalidValue(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${schema.map((one) => one.AttributeName).join(', ')}], AttributeDefinitions: [${[...types.keys()].join(', ')}]`,
    )
  }
  return { partition: attribute(first), ...(second && { sort: attribute(second) }) }
}

/** Reads a global secondary index. */
export const readGlobalIndex = (given: Shape, types: Types): Index => ({
  name: indexName(given),
  kind: 'global',
  keys: readKeys(given.KeySchema, types),
  projection: readProjection(given.Projection),
  rows: sortedRows<Row>(),
  throughput: given.ProvisionedThroughput,
})

/** Reads a local secondary index: it shares the partition of its table. */
export const readLocalIndex = (given: Shape, types: Types, table: Keys): Index => {
  const name = indexName(given)
  const keys = readKeys(given.KeySchema, types)
  if (!table.sort) {
    throw invalidValue(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    )
  }
  if (keys.partition.name !== table.partition.name) {
    throw invalidValue(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${keys.partition.name}, table hash key: ${table.partition.name}`,
    )
  }
  if (!keys.sort) throw invalidValue(`Index KeySchema does not have a range key for index: ${name}`)
  return {
    name,
    kind: 'local',
    keys,
    projection: readProjection(given.Projection),
    rows: sortedRows<Row>(),
    throughput: undefined,
  }
}

const indexName = ({ IndexName }: Shape): string => {
  const name = String(IndexName ?? '')
  if (/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) return name
  throw invalid(
    `1 validation error detected: Value '${name}' at 'indexName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have 3 to 255 characters`,
  )
}

const readProjection = ({ ProjectionType: type, NonKeyAttributes: include }: Shape = {}): Projection => {
  if (type !== 'ALL' && type !== 'KEYS_ONLY' && type !== 'INCLUDE') {
    throw invalidValue(`Unknown ProjectionType: ${type ?? 'null'}`)
  }
  if (type === 'INCLUDE' && !include?.length) {
    throw invalidValue('ProjectionType is INCLUDE, but NonKeyAttributes is not specified')
  }
  if (type !== 'INCLUDE' && include?.length) {
    throw invalidValue(`ProjectionType is ${type}, but NonKeyAttributes is specified`)
  }
  return { type, include: include ?? [] }
}

/** Refuses definitions that no key uses. */
export const assertAllUsed = (types: Types, keys: readonly Keys[]) => {
  const used = new Set(keys.flatMap((one) => attributesIn(one).map(({ name }) => name)))
  if ([...types.keys()].every((name) => used.has(name))) return
  throw invalidValue(
    keys.length === 1
      ? 'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions'
      : `Some AttributeDefinitions are not used. AttributeDefinitions: [${[...types.keys()].join(', ')}], keys used: [${[...used].join(', ')}]`,
  )
}
