import { type Delivery, type Environment, pascal, type Stack, stack, type Table } from '#model'
import { kept, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { merged, owned, type TablesExports } from './layers.ts'
import { tagsOf } from './names.ts'

/** The DynamoDB tables. They have no names of their own, so that a change of key can be made beside the old table. */
export const tables = (d: Delivery, e: Environment): Stack<TablesExports> =>
  stack({ delivery: d.name, environment: e, id: 'tables', needs: {} }, () => {
    const made = d.tables.map((table) => ({ table, resource: tableOf(table) }))
    return {
      template: template({
        description: `${d.name} ${e.name}: tables`,
        resources: made.map((each) => each.resource),
        tags: tagsOf(d, e),
      }),
      exports: merged(
        made.map((each) => ({
          ...owned(each.table.name, { 'table-name': each.resource.ref, 'table-arn': each.resource.att('Arn') }),
          ...(each.table.stream && owned(each.table.name, { 'stream-arn': each.resource.att('StreamArn') })),
        })),
      ),
    }
  })

const tableOf = (table: Table) => {
  const indexes = Object.entries(table.indexes)
  return resource(
    pascal(table.name),
    'AWS::DynamoDB::Table',
    {
      BillingMode: table.capacity ? 'PROVISIONED' : 'PAY_PER_REQUEST',
      ...throughputOf(table),
      AttributeDefinitions: attributesOf(table).map((name) => ({ AttributeName: name, AttributeType: 'S' as const })),
      KeySchema: keySchema(table.partitionKey, table.sortKey),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map(([name, [partition, sort]]) => ({
          IndexName: name,
          KeySchema: keySchema(partition, sort),
          Projection: { ProjectionType: 'ALL' as const },
          ...throughputOf(table),
        })),
      }),
      ...(table.stream && { StreamSpecification: { StreamViewType: streamViews[table.stream] } }),
      ...(table.expires !== undefined && {
        TimeToLiveSpecification: { AttributeName: table.expires, Enabled: true },
      }),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
    },
    kept,
  )
}

// An index of a provisioned table has a capacity of its own: DynamoDB asks for it, so it gets the table's.
const throughputOf = ({ capacity }: Table) =>
  capacity && { ProvisionedThroughput: { ReadCapacityUnits: capacity.read, WriteCapacityUnits: capacity.write } }

const streamViews = { 'new-image': 'NEW_IMAGE', 'new-and-old-images': 'NEW_AND_OLD_IMAGES' } as const

// DynamoDB refuses an attribute that no key uses, and one that is defined twice.
const attributesOf = (table: Table): readonly string[] => {
  const keys = [[table.partitionKey, table.sortKey], ...Object.values(table.indexes)].flat()
  return [...new Set(keys)].filter((name) => name !== undefined)
}

const keySchema = (partition: string, sort: string | undefined) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
]
