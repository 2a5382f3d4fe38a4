// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
import type { Shape } from '../../service.ts'
import { projectedSize } from './index-rows.ts'
import { attributesIn, type Index, type Keys, type Table } from './table.ts'

/** A table as DescribeTable tells it. Counts and sizes are those of this moment. */
export const describeTable = (table: Table, status = 'ACTIVE'): Shape => {
  const { settings, indexes, stream } = table
  const local = [...indexes.values()].filter(({ kind }) => kind === 'local')
  const global = [...indexes.values()].filter(({ kind }) => kind === 'global')
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: status,
    CreationDateTime: table.createdAt,
    AttributeDefinitions: [...table.attributes].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keySchema(table.keys),
    ItemCount: table.rows.size(),
    TableSizeBytes: table.bytes,
    ProvisionedThroughput: throughput(settings.throughput),
    ...(settings.billingMode === 'PAY_PER_REQUEST' && {
      BillingModeSummary: { BillingMode: settings.billingMode, LastUpdateToPayPerRequestDateTime: table.createdAt },
    }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map((index) => describeIndex(table, index)) }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => ({
        ...describeIndex(table, index),
        IndexStatus: status === 'CREATING' ? status : 'ACTIVE',
        ProvisionedThroughput: throughput(index.throughput),
      })),
    }),
    ...(stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
      LatestStreamLabel: stream.label,
      LatestStreamArn: stream.arn,
    }),
    ...(encrypted(settings.encryption) && { SSEDescription: encrypted(settings.encryption) }),
    ...(settings.tableClass !== 'STANDARD' && { TableClassSummary: { TableClass: settings.tableClass } }),
    DeletionProtectionEnabled: settings.deletionProtection,
    ...(settings.recorded.OnDemandThroughput && { OnDemandThroughput: settings.recorded.OnDemandThroughput }),
  }
}

/** Keys as a KeySchema. */
export const keySchema = (keys: Keys): readonly Shape[] =>
  attributesIn(keys).map(({ name }, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }))

const describeIndex = (table: Table, index: Index): Shape => ({
  IndexName: index.name,
  IndexArn: `${table.arn}/index/${index.name}`,
  KeySchema: keySchema(index.keys),
  Projection: {
    ProjectionType: index.projection.type,
    ...(index.projection.type === 'INCLUDE' && { NonKeyAttributes: index.projection.include }),
  },
  ItemCount: index.rows.size(),
  IndexSizeBytes: [...index.rows.walk({})].reduce((sum, row) => sum + projectedSize(table, index, row), 0),
})

const throughput = ({ ReadCapacityUnits = 0, WriteCapacityUnits = 0 }: Shape = {}): Shape => ({
  NumberOfDecreasesToday: 0,
  ReadCapacityUnits,
  WriteCapacityUnits,
})

const encrypted = (specification: Shape | undefined): Shape | undefined =>
  specification?.Enabled
    ? {
        Status: 'ENABLED',
        SSEType: specification.SSEType ?? 'KMS',
        ...(specification.KMSMasterKeyId && { KMSMasterKeyArn: specification.KMSMasterKeyId }),
      }
    : undefined
