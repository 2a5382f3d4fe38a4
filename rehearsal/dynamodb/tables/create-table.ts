// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
import { awsError, type Shape } from '../../service.ts'
import { oneOf } from '../constraints.ts'
import { invalid, invalidValue } from '../refusal.ts'
import { type Store, tableName } from '../store.ts'
import { assertAllUsed, readAttributes, readGlobalIndex, readKeys, readLocalIndex } from './read-schema.ts'
import { sortedRows } from './sorted-rows.ts'
import { switchStream } from './switch-stream.ts'
import type { Index, Row, Settings, Table } from './table.ts'

const maxGlobal = 20
const maxLocal = 5

/** Makes a table; it can be used at once. */
export const createTable = (store: Store, input: Shape): Table => {
  const { world, tables } = store
  const name = tableName(input.TableName, 3)
  const attributes = readAttributes(input.AttributeDefinitions)
  const keys = readKeys(input.KeySchema, attributes)
  const indexes = readIndexes(
    input,
    (given) => readLocalIndex(given, attributes, keys),
    (given) => readGlobalIndex(given, attributes),
  )
  assertAllUsed(attributes, [keys, ...indexes.map((index) => index.keys)])
  const settings = readSettings(input, indexes)
  if (tables.has(name)) throw awsError('ResourceInUseException', `Table already exists: ${name}`)
  const table: Table = {
    name,
    arn: `arn:aws:dynamodb:${world.region}:${world.account}:table/${name}`,
    id: world.id(),
    createdAt: world.clock.now(),
    keys,
    rows: sortedRows<Row>(),
    indexes: new Map(indexes.map((index) => [index.name, index])),
    settings,
    attributes,
    stream: undefined,
    expiry: undefined,
    bytes: 0,
  }
  if (input.StreamSpecification?.StreamEnabled) switchStream(store, table, input.StreamSpecification)
  tables.set(name, table)
  return table
}

type ReadIndex = (given: Shape) => Index

const readIndexes = (input: Shape, readLocal: ReadIndex, readGlobal: ReadIndex): readonly Index[] => {
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = input
  if (local?.length === 0) throw invalidValue('List of LocalSecondaryIndexes is empty')
  if (global?.length === 0) throw invalidValue('List of GlobalSecondaryIndexes is empty')
  if (local?.length > maxLocal) {
    throw invalidValue(`Number of LocalSecondaryIndexes exceeds per-table limit of ${maxLocal}`)
  }
  if (global?.length > maxGlobal) {
    throw invalidValue(`GlobalSecondaryIndex count exceeds the per-table limit of ${maxGlobal}`)
  }
  const indexes = [...(local ?? []).map(readLocal), ...(global ?? []).map(readGlobal)] as readonly Index[]
  const twice = indexes.find((index) => indexes.find((other) => other.name === index.name) !== index)
  if (twice) throw invalidValue(`Duplicate index name: ${twice.name}`)
  return indexes
}

/** Refuses a throughput that does not go with the way of billing. */
export const checkThroughput = (billing: Settings['billingMode'], throughput: Shape | undefined, index?: string) => {
  const whose = index === undefined ? '' : ` for index: ${index}`
  if (billing === 'PAY_PER_REQUEST' && throughput) {
    throw invalidValue(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified${whose} when BillingMode is PAY_PER_REQUEST`,
    )
  }
  if (billing === 'PROVISIONED' && !(throughput?.ReadCapacityUnits > 0 && throughput?.WriteCapacityUnits > 0)) {
    throw invalidValue(
      `ReadCapacityUnits and WriteCapacityUnits must both be specified${whose} when BillingMode is PROVISIONED`,
    )
  }
}

const readSettings = (input: Shape, indexes: readonly Index[]): Settings => {
  const billingMode = oneOf(input, 'BillingMode', ['PROVISIONED', 'PAY_PER_REQUEST'])
  checkThroughput(billingMode, input.ProvisionedThroughput)
  for (const { kind, name, throughput } of indexes) {
    if (kind === 'global') checkThroughput(billingMode, throughput, name)
  }
  const tags = new Map<string, string>((input.Tags ?? []).map(({ Key, Value }: Shape) => [Key, Value]))
  if (tags.size > 50) throw invalid('Too many tags: a table has at most 50')
  return {
    billingMode,
    throughput: input.ProvisionedThroughput,
    tableClass: oneOf(input, 'TableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']),
    encryption: input.SSESpecification,
    deletionProtection: input.DeletionProtectionEnabled === true,
    recovery: undefined,
    tags,
    recorded: {
      ...(input.OnDemandThroughput && { OnDemandThroughput: input.OnDemandThroughput }),
      ...(input.ResourcePolicy && { ResourcePolicy: input.ResourcePolicy }),
    },
  }
}
