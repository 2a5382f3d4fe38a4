import { expect, test } from 'vitest'
import type { Shape } from '#rehearsal/service.ts'
import { inProcess, makeTable } from '../in-process.ts'

const TableName = 'things'
const definition = (...names: readonly string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }))
const key = (...names: readonly string[]) =>
  names.map((AttributeName, index) => ({ AttributeName, KeyType: index ? 'RANGE' : 'HASH' }))
const Projection = { ProjectionType: 'ALL' }
const valid: Shape = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: definition('pk'),
  KeySchema: key('pk'),
}

test.each<[Shape, string]>([
  [
    { TableName: 'ab' },
    "Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [{ TableName: 'a b c' }, 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'],
  [{ KeySchema: [{ AttributeName: 'pk', KeyType: 'RANGE' }] }, 'The first KeySchemaElement is not a HASH key type'],
  [{ KeySchema: [...key('pk'), ...key('pk')] }, 'The second KeySchemaElement is not a RANGE key type'],
  [{ KeySchema: key('pk', 'pk') }, 'Both the Hash Key and the Range Key element in the KeySchema have the same name'],
  [
    { KeySchema: key('pk', 'sk') },
    'Some index key attributes are not defined in AttributeDefinitions. Keys: [pk, sk], AttributeDefinitions: [pk]',
  ],
  [
    { AttributeDefinitions: definition('pk', 'sk') },
    'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  ],
  [{ AttributeDefinitions: definition('pk', 'pk') }, 'Duplicate AttributeName in AttributeDefinitions: pk'],
  [
    { BillingMode: 'PROVISIONED' },
    'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
  ],
  [{ BillingMode: 'FREE' }, "Value 'FREE' at 'billingMode' failed to satisfy constraint"],
  [
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  ],
  [{ StreamSpecification: { StreamEnabled: true } }, 'StreamViewType must be specified when StreamEnabled is true'],
  [
    { LocalSecondaryIndexes: [{ IndexName: 'loc', KeySchema: key('pk'), Projection }] },
    'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
  ],
  [{ GlobalSecondaryIndexes: [] }, 'List of GlobalSecondaryIndexes is empty'],
  [
    { GlobalSecondaryIndexes: [{ IndexName: 'glo', KeySchema: key('pk'), Projection: { ProjectionType: 'INCLUDE' } }] },
    'ProjectionType is INCLUDE, but NonKeyAttributes is not specified',
  ],
  [
    { GlobalSecondaryIndexes: [1, 2].map(() => ({ IndexName: 'glo', KeySchema: key('pk'), Projection })) },
    'Duplicate index name: glo',
  ],
])('the table %j is refused', async (wrong, message) => {
  const { send, api } = inProcess()
  await expect(send('CreateTable', { ...valid, ...wrong })).rejects.toThrow(message)
  expect(api.tables()).toEqual([])
})

test('a table is made once, described by name and ARN, and listed in pages', async () => {
  const { send } = inProcess()
  const { TableDescription } = await send('CreateTable', valid)
  expect(TableDescription).toMatchObject({ TableStatus: 'CREATING', ItemCount: 0 })
  await expect(send('CreateTable', valid)).rejects.toThrow('Table already exists: things')
  for (const name of ['other', 'zebra']) await send('CreateTable', { ...valid, TableName: name })
  const { Table } = await send('DescribeTable', { TableName: TableDescription.TableArn })
  expect(Table).toMatchObject({
    TableName,
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  })
  expect(await send('ListTables', { Limit: 2 })).toEqual({
    TableNames: ['other', 'things'],
    LastEvaluatedTableName: 'things',
  })
  expect(await send('ListTables', { ExclusiveStartTableName: 'things' })).toEqual({ TableNames: ['zebra'] })
})

test('a protected table is not deleted until it is no longer protected', async () => {
  const { send, api } = inProcess()
  await send('CreateTable', { ...valid, DeletionProtectionEnabled: true })
  await expect(send('DeleteTable', { TableName })).rejects.toThrow('currently protected against deletion')
  await send('UpdateTable', { TableName, DeletionProtectionEnabled: false })
  await send('DeleteTable', { TableName })
  expect(api.tables()).toEqual([])
})

test('an index is added to a table with items and taken away again, one at a time', async () => {
  const { send } = inProcess()
  await makeTable(send, { pk: 'S' })
  await send('PutItem', { TableName, Item: { pk: { S: 'a' }, g: { S: 'x' } } })
  await send('PutItem', { TableName, Item: { pk: { S: 'b' } } })
  const Create = { IndexName: 'by-g', KeySchema: key('g'), Projection }
  const update = (updates: readonly object[], AttributeDefinitions = definition('g')) =>
    send('UpdateTable', { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates: updates })
  const two = [{ Create }, { Create: { ...Create, IndexName: 'by-g-too' } }]
  await expect(update(two)).rejects.toThrow('Only 1 online index can be created or deleted simultaneously per table')
  await update([{ Create }])
  const { Table } = await send('DescribeTable', { TableName })
  expect(Table.GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'by-g', IndexStatus: 'ACTIVE', ItemCount: 1 }])
  expect((await send('Scan', { TableName, IndexName: 'by-g' })).Items).toEqual([{ pk: { S: 'a' }, g: { S: 'x' } }])
  await expect(update([{ Create }])).rejects.toThrow('Attempting to create an index which already exists: by-g')
  await send('UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-g' } }] })
  const after = await send('DescribeTable', { TableName })
  expect(after.Table.AttributeDefinitions).toEqual(definition('pk'))
  await expect(send('Scan', { TableName, IndexName: 'by-g' })).rejects.toThrow('does not have the specified index')
})

test('tags are put, listed and taken away', async () => {
  const { send } = inProcess()
  const { TableDescription } = await send('CreateTable', { ...valid, Tags: [{ Key: 'a', Value: '1' }] })
  const ResourceArn = TableDescription.TableArn
  await send('TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] })
  await send('UntagResource', { ResourceArn, TagKeys: ['a'] })
  expect(await send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] })
})

test('point-in-time recovery is remembered', async () => {
  const { send } = inProcess()
  await send('CreateTable', valid)
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 }
  const { ContinuousBackupsDescription } = await send('UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification,
  })
  expect(ContinuousBackupsDescription.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: 7,
  })
  expect(await send('DescribeContinuousBackups', { TableName })).toEqual({ ContinuousBackupsDescription })
  await expect(send('DescribeContinuousBackups', { TableName: 'other' })).rejects.toThrow('Table not found: other')
})
