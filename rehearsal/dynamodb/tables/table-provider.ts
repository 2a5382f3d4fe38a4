// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
import type { Made, ResourceProvider, Shape } from '../../service.ts'
import type { Store } from '../store.ts'
import { createTable } from './create-table.ts'
import { deleteTable } from './delete-table.ts'
import { isEqualShape } from './is-equal-shape.ts'
import type { Table } from './table.ts'
import { setTimeToLive } from './time-to-live.ts'
import { updateTable } from './update-table.ts'

/** `AWS::DynamoDB::Table`: Ref is the name; Arn and StreamArn are its attributes. */
export const tableProvider = (store: Store): ResourceProvider => ({
  create: async (properties, { physicalName }) => {
    const given = inputOf(properties)
    const table = createTable(store, { ...given, TableName: given.TableName ?? physicalName(255) })
    await afterwards(store, table, given)
    return madeOf(table)
  },
  update: async ({ physicalId }, before, after) => {
    const table = existing(store, physicalId)
    const [old, fresh] = [inputOf(before), inputOf(after)]
    for (const change of changesOf(table, old, fresh)) updateTable(store, table, change)
    table.settings.tags.clear()
    for (const { Key, Value } of fresh.Tags ?? []) table.settings.tags.set(Key, Value)
    await afterwards(store, table, fresh)
    return madeOf(table)
  },
  remove: async ({ physicalId }) => {
    const table = store.tables.get(physicalId)
    if (table) deleteTable(store, table)
  },
})

const madeOf = (table: Table): Made => ({
  physicalId: table.name,
  attributes: { Arn: table.arn, ...(table.stream && { StreamArn: table.stream.arn }) },
})

const existing = ({ tables }: Store, name: string): Table => {
  const found = tables.get(name)
  if (found) return found
  throw new Error(`Table ${name} does not exist`)
}

// Templates may write numbers and booleans as text, say StreamEnabled by having a StreamSpecification, and call the
// Enabled of an SSESpecification SSEEnabled.
const inputOf = (properties: Shape): Shape => {
  const { StreamSpecification, SSESpecification, ...rest } = typed(properties) as Shape
  return {
    ...rest,
    ...(SSESpecification && { SSESpecification: encryptionOf(SSESpecification) }),
    ...(StreamSpecification && { StreamSpecification: { ...StreamSpecification, StreamEnabled: true } }),
  }
}

const encryptionOf = ({ SSEEnabled, ...rest }: Shape): Shape => ({ ...rest, Enabled: SSEEnabled === true })

const texts = new Set(['TableName', 'IndexName', 'AttributeName', 'Key', 'Value', 'NonKeyAttributes'])

const typed = (given: unknown): unknown => {
  if (given === 'true' || given === 'false') return given === 'true'
  if (typeof given === 'string' && /^\d{1,10}$/.test(given)) return Number(given)
  if (Array.isArray(given)) return given.map(typed)
  if (typeof given !== 'object' || given === null) return given
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, texts.has(name) ? value : typed(value)]),
  )
}

// One call of UpdateTable for each thing that changed, as CloudFormation does: an index at a time.
const changesOf = (table: Table, before: Shape, after: Shape): readonly Shape[] => {
  const changed = (member: string) => !isEqualShape(before[member], after[member])
  const changes: Shape[] = indexChanges(before, after)
  const billing = (input: Shape) => input.BillingMode ?? 'PROVISIONED'
  if (billing(before) !== billing(after) || changed('ProvisionedThroughput')) {
    changes.unshift({
      BillingMode: billing(after),
      ...(after.ProvisionedThroughput && { ProvisionedThroughput: after.ProvisionedThroughput }),
    })
  }
  if (changed('StreamSpecification')) {
    if (table.stream) changes.push({ StreamSpecification: { StreamEnabled: false } })
    if (after.StreamSpecification) changes.push({ StreamSpecification: after.StreamSpecification })
  }
  if (changed('DeletionProtectionEnabled')) {
    changes.push({ DeletionProtectionEnabled: after.DeletionProtectionEnabled === true })
  }
  if (changed('SSESpecification')) {
    changes.push({ SSESpecification: after.SSESpecification ?? { Enabled: false } })
  }
  if (changed('TableClass')) changes.push({ TableClass: after.TableClass ?? 'STANDARD' })
  return changes
}

const indexChanges = (before: Shape, after: Shape): Shape[] => {
  const [old, fresh] = [before, after].map(
    ({ GlobalSecondaryIndexes = [] }) =>
      new Map<string, Shape>((GlobalSecondaryIndexes as readonly Shape[]).map((index) => [index.IndexName, index])),
  ) as [Map<string, Shape>, Map<string, Shape>]
  const removed = [...old.keys()].filter((name) => !fresh.has(name))
  const created = [...fresh.values()].filter(({ IndexName }) => !old.has(IndexName))
  const updated = [...fresh.values()].filter((index) => {
    const known = old.get(index.IndexName)
    if (!known) return false
    for (const member of ['KeySchema', 'Projection']) {
      if (!isEqualShape(known[member], index[member])) {
        throw new Error(
          `Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.`,
        )
      }
    }
    return index.ProvisionedThroughput && !isEqualShape(known.ProvisionedThroughput, index.ProvisionedThroughput)
  })
  if (removed.length + created.length > 1) {
    throw new Error('Cannot perform more than one GSI creation or deletion in a single update')
  }
  const { AttributeDefinitions } = after
  return [
    ...removed.map((IndexName) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })),
    ...created.map((Create) => ({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] })),
    ...updated.map(({ IndexName, ProvisionedThroughput }) => ({
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName, ProvisionedThroughput } }],
    })),
  ]
}

// What CreateTable does not take.
const afterwards = async (store: Store, table: Table, input: Shape) => {
  const { TimeToLiveSpecification: expiry, PointInTimeRecoverySpecification: recovery } = input
  setTimeToLive(store, table, expiry?.Enabled ? String(expiry.AttributeName) : undefined)
  const enabled = recovery?.PointInTimeRecoveryEnabled === true
  table.settings.recovery = enabled
    ? {
        enabledAt: table.settings.recovery?.enabledAt ?? store.world.clock.now(),
        days: recovery.RecoveryPeriodInDays ?? 35,
      }
    : undefined
}
