import { describe, expect, it } from 'vitest'
import { everything, shared } from './choices.ts'
import { cruddur, propertiesOf, stackNamed, stacksFor, withoutDatabase } from './deliveries.ts'
import { at, listAt } from './look.ts'

const stack = stackNamed(stacksFor(cruddur()), 'tables')

describe('a table', () => {
  it('has its keys and its indexes, and defines each attribute once', () => {
    const properties = propertiesOf(stack, 'Messages')
    expect(listAt(properties, 'AttributeDefinitions').map(({ AttributeName }) => AttributeName)).toEqual([
      'pk',
      'sk',
      'message_group_uuid',
    ])
    expect(properties.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ])
    expect(properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'group',
        KeySchema: [
          { AttributeName: 'message_group_uuid', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ])
    expect(properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' })
  })

  it('is encrypted, recoverable, protected and paid by request', () => {
    expect(propertiesOf(stack, 'Messages')).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
    })
  })

  it('has no name of its own, so that it can be replaced', () => {
    expect(propertiesOf(stack, 'Messages')).not.toHaveProperty('TableName')
  })

  it('has neither index nor stream nor sort key unless it says so', () => {
    const properties = propertiesOf(stackNamed(stacksFor(withoutDatabase()), 'tables'), 'Events')
    expect(properties).not.toHaveProperty('GlobalSecondaryIndexes')
    expect(properties).not.toHaveProperty('StreamSpecification')
    expect(properties.KeySchema).toEqual([{ AttributeName: 'id', KeyType: 'HASH' }])
  })
})

describe('a table with choices', () => {
  const sessions = propertiesOf(stackNamed(stacksFor(everything(), shared), 'tables'), 'Sessions')

  it('lets its items go by the attribute that says when', () => {
    expect(sessions.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true })
    expect(listAt(sessions, 'AttributeDefinitions').map(({ AttributeName }) => AttributeName)).toEqual([
      'id',
      'user_id',
    ])
  })

  it('has provisioned capacity, its index as well', () => {
    const throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }
    expect(sessions).toMatchObject({ BillingMode: 'PROVISIONED', ProvisionedThroughput: throughput })
    expect(at(sessions, 'GlobalSecondaryIndexes', 0, 'ProvisionedThroughput')).toEqual(throughput)
  })

  it('exports its stream', () => {
    const stack = stackNamed(stacksFor(everything(), shared), 'tables')
    expect(stack.template.Outputs?.SessionsStreamArn?.Value).toEqual({ 'Fn::GetAtt': ['Sessions', 'StreamArn'] })
  })
})
