import { expect, test } from 'vitest'
import type { Shape } from '#rehearsal/service.ts'
import { contextOf, make, providerOf } from '../../processes/sample-world.ts'
import { inProcess } from '../in-process.ts'

const type = 'AWS::DynamoDB::Table'
const properties: Shape = {
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: '5' },
}
const index = (IndexName: string) => ({
  IndexName,
  KeySchema: [{ AttributeName: IndexName, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
  ProvisionedThroughput: { ReadCapacityUnits: '1', WriteCapacityUnits: '1' },
})
const withIndexes = (...names: readonly string[]) => ({
  ...properties,
  AttributeDefinitions: ['pk', ...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  ...(names.length > 0 && { GlobalSecondaryIndexes: names.map(index) }),
})

const start = async (given: Shape) => {
  const local = inProcess()
  const service = local.services[0]!
  const made = await make(local.world, service, type, given)
  const provider = providerOf(service, type)
  const context = contextOf(local.world)
  return {
    ...local,
    made,
    update: (before: Shape, after: Shape) => provider.update!(made, before, after, context),
    remove: (last: Shape) => provider.remove!(made, last, context),
    describe: async () => (await local.send('DescribeTable', { TableName: made.physicalId })).Table,
  }
}

test('Ref is the name, and the attributes are the ARNs of the table and its stream', async () => {
  const { made, describe } = await start({ ...properties, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } })
  expect(made.physicalId).toBe('stack-Thing-1A2B3C')
  const { LatestStreamArn, ProvisionedThroughput, StreamSpecification } = await describe()
  expect(made.attributes).toEqual({
    Arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/stack-Thing-1A2B3C',
    StreamArn: LatestStreamArn,
  })
  expect(ProvisionedThroughput).toMatchObject({ ReadCapacityUnits: 5, WriteCapacityUnits: 5 })
  expect(StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' })
})

test('throughput, stream, Time to Live, recovery and tags change in place', async () => {
  const { update, describe, send, made } = await start(properties)
  const { ProvisionedThroughput: _throughput, ...rest } = properties
  const changed = {
    ...rest,
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: 'true' },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    Tags: [{ Key: 'a', Value: '1' }],
  }
  const after = await update(properties, changed)
  expect(after.attributes?.StreamArn).toMatch(/:table\/stack-Thing-1A2B3C\/stream\/2026-01-01T00:00:00\.000$/)
  expect(await describe()).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
  })
  const TableName = made.physicalId
  expect(await send('DescribeTimeToLive', { TableName })).toMatchObject({
    TimeToLiveDescription: { AttributeName: 'ttl' },
  })
  const backups = await send('DescribeContinuousBackups', { TableName })
  expect(backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus).toBe('ENABLED')
  expect(await send('ListTagsOfResource', { ResourceArn: made.attributes?.Arn })).toEqual({
    Tags: [{ Key: 'a', Value: '1' }],
  })
  const back = await update(changed, properties)
  expect(back.attributes).not.toHaveProperty('StreamArn')
  expect(await describe()).not.toHaveProperty('SSEDescription')
  expect(await send('DescribeTimeToLive', { TableName })).toEqual({
    TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
  })
})

test('one index is made or removed in an update, not two', async () => {
  const { update, describe } = await start(properties)
  await update(properties, withIndexes('one'))
  expect((await describe()).GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'one' }])
  await expect(update(withIndexes('one'), withIndexes('two'))).rejects.toThrow(
    'more than one GSI creation or deletion in a single update',
  )
  const [first] = withIndexes('one').GlobalSecondaryIndexes as readonly object[]
  const other = {
    ...withIndexes('one'),
    GlobalSecondaryIndexes: [{ ...first, Projection: { ProjectionType: 'KEYS_ONLY' } }],
  }
  await expect(update(withIndexes('one'), other)).rejects.toThrow("Cannot update GSI's properties")
  await update(withIndexes('one'), properties)
  expect(await describe()).not.toHaveProperty('GlobalSecondaryIndexes')
})

test('a protected table is not removed', async () => {
  const protectedOne = { ...properties, DeletionProtectionEnabled: 'true' }
  const { update, remove, api } = await start(protectedOne)
  await expect(remove(protectedOne)).rejects.toThrow('protected against deletion')
  await update(protectedOne, properties)
  await remove(properties)
  expect(api.tables()).toEqual([])
})
