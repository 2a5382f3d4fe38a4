// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
import { awsError, type Shape } from '../../service.ts'
import { oneOf } from '../constraints.ts'
import { invalid, invalidValue, noTable } from '../refusal.ts'
import type { Store } from '../store.ts'
import { checkThroughput } from './create-table.ts'
import { indexRow } from './index-rows.ts'
import { assertAllUsed, readAttributes, readGlobalIndex } from './read-schema.ts'
import { switchStream } from './switch-stream.ts'
import type { Table } from './table.ts'

const changeable = [
  'BillingMode',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexUpdates',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
]

/** Changes a table; the change is done at once. */
export const updateTable = (store: Store, table: Table, input: Shape) => {
  if (changeable.every((member) => input[member] === undefined)) {
    throw invalid(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    )
  }
  const { settings } = table
  updateThroughput(table, input)
  updateIndexes(table, input)
  if (input.StreamSpecification) switchStream(store, table, input.StreamSpecification)
  if (input.SSESpecification) settings.encryption = input.SSESpecification
  if (input.TableClass) settings.tableClass = oneOf(input, 'TableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'])
  if (input.DeletionProtectionEnabled !== undefined)
    settings.deletionProtection = input.DeletionProtectionEnabled === true
  if (input.OnDemandThroughput) {
    settings.recorded = { ...settings.recorded, OnDemandThroughput: input.OnDemandThroughput }
  }
}

const updateThroughput = ({ settings, indexes }: Table, input: Shape) => {
  if (input.BillingMode === undefined && !input.ProvisionedThroughput) return
  const billing =
    input.BillingMode === undefined
      ? settings.billingMode
      : oneOf(input, 'BillingMode', ['PROVISIONED', 'PAY_PER_REQUEST'])
  const throughput = input.ProvisionedThroughput ?? (billing === settings.billingMode ? settings.throughput : undefined)
  checkThroughput(billing, throughput)
  settings.billingMode = billing
  settings.throughput = throughput
  if (billing === 'PAY_PER_REQUEST') for (const index of indexes.values()) index.throughput = undefined
}

const updateIndexes = (table: Table, { GlobalSecondaryIndexUpdates: updates = [], AttributeDefinitions }: Shape) => {
  const given = updates as readonly Shape[]
  if (given.filter(({ Create, Delete }) => Create || Delete).length > 1) {
    throw awsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    )
  }
  for (const { Create, Update, Delete } of given) {
    if (Create) createIndex(table, Create, AttributeDefinitions ?? [])
    if (Delete) deleteIndex(table, Delete.IndexName)
    if (Update) {
      const index = table.indexes.get(Update.IndexName)
      if (index?.kind !== 'global') throw noTable()
      checkThroughput(table.settings.billingMode, Update.ProvisionedThroughput, index.name)
      index.throughput = Update.ProvisionedThroughput
    }
  }
}

const createIndex = (table: Table, given: Shape, definitions: readonly Shape[]) => {
  // The request itself must define the keys of the index, those the table has already too.
  const defined = readAttributes(definitions)
  const types = new Map([...table.attributes, ...defined])
  const index = readGlobalIndex(given, defined)
  if (table.indexes.has(index.name)) {
    throw invalid(`Attempting to create an index which already exists: ${index.name}`)
  }
  if ([...table.indexes.values()].filter(({ kind }) => kind === 'global').length >= 20) {
    throw invalidValue('GlobalSecondaryIndex count exceeds the per-table limit of 20')
  }
  checkThroughput(table.settings.billingMode, index.throughput, index.name)
  assertAllUsed(types, [table.keys, ...[...table.indexes.values(), index].map(({ keys }) => keys)])
  for (const row of table.rows.walk({})) {
    const fresh = indexRow(index, row)
    if (fresh) index.rows.put(fresh)
  }
  for (const [name, type] of types) table.attributes.set(name, type)
  table.indexes.set(index.name, index)
}

const deleteIndex = (table: Table, name: string) => {
  if (table.indexes.get(name)?.kind !== 'global') throw noTable()
  table.indexes.delete(name)
  const keys = [table.keys, ...[...table.indexes.values()].map((index) => index.keys)]
  const used = new Set(keys.flatMap(({ partition, sort }) => [partition.name, sort?.name]))
  for (const attribute of table.attributes.keys()) if (!used.has(attribute)) table.attributes.delete(attribute)
}
