import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { clientOf } from '../start-local-aws.ts'
import { startDynamoDb } from './start-dynamodb.ts'

const template = (properties: object) =>
  JSON.stringify({
    Resources: {
      Messages: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          ...properties,
        },
      },
    },
    Outputs: {
      Name: { Value: { Ref: 'Messages' } },
      Arn: { Value: { 'Fn::GetAtt': 'Messages.Arn' } },
      Stream: { Value: { 'Fn::GetAtt': 'Messages.StreamArn' } },
    },
  })

const StackName = 'tables'

test('a stack makes a table that keeps its items through an update, and cannot lose it while it is protected', async () => {
  await using local = await startDynamoDb()
  const { aws, client, api } = local
  const formation = new CloudFormationClient(clientOf(aws))
  const stack = async () => (await formation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
  const outputs = async () =>
    Object.fromEntries(((await stack())?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))

  const settled = () => aws.cloudformation.settled()

  await formation.send(new CreateStackCommand({ StackName, TemplateBody: template({}) }))
  await settled()
  const { Name: TableName = '', Arn, Stream } = await outputs()
  expect(TableName).toMatch(/^tables-Messages-/)
  expect(Arn).toBe(`arn:aws:dynamodb:eu-west-1:111111111111:table/${TableName}`)
  expect(api.streams.exists(Stream ?? '')).toBe(true)
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' } } }))

  const TemplateBody = template({
    DeletionProtectionEnabled: true,
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  })
  await formation.send(new UpdateStackCommand({ StackName, TemplateBody }))
  await settled()
  expect((await stack())?.StackStatus).toBe('UPDATE_COMPLETE')
  expect((await outputs()).Stream).toBe(Stream)
  expect((await client.send(new ScanCommand({ TableName }))).Items).toEqual([{ pk: { S: 'a' } }])

  await formation.send(new DeleteStackCommand({ StackName }))
  await settled()
  expect((await stack())?.StackStatus).toBe('DELETE_FAILED')
  const { StackEvents = [] } = await formation.send(new DescribeStackEventsCommand({ StackName }))
  expect(StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason)).toContainEqual(
    expect.stringContaining('protected against deletion'),
  )
  expect(api.tables()).toEqual([TableName])
})
