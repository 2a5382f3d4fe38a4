import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  waitUntilChangeSetCreateComplete,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const network = (cidr: string) => `
Parameters:
  Cidr: { Type: String, Default: ${cidr} }
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: !Ref Cidr }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [0, !Cidr [!Ref Cidr, 2, 8]]
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  VpcId: { Value: !Ref Vpc, Export: { Name: network-vpc } }
`

test('a change set is created, described and executed into a stack with outputs', async () => {
  await using aws = await startTestAws()
  const client = new CloudFormationClient(clientOf(aws))
  const { Id, StackId } = await client.send(
    new CreateChangeSetCommand({ StackName: 'net', ChangeSetName: 'first', ChangeSetType: 'CREATE', TemplateBody: network('10.0.0.0/16') }),
  )
  await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 60, minDelay: 1 }, { ChangeSetName: Id, StackName: 'net' })
  const review = await client.send(new DescribeStacksCommand({ StackName: 'net' }))
  expect(review.Stacks?.[0]).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS', StackId })
  const described = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
  expect(described.Changes?.map(({ ResourceChange: change }) => [change?.LogicalResourceId, change?.Action])).toEqual([
    ['Vpc', 'Add'],
    ['Topic', 'Add'],
    ['Subnet', 'Add'],
  ])
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
  await aws.cloudformation.settled()
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'net' }))
  expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE')
  expect(Stacks?.[0]?.Outputs?.[0]).toMatchObject({ OutputKey: 'VpcId', ExportName: 'network-vpc', OutputValue: expect.stringMatching(/^vpc-0/) })
  const update = await client.send(
    new CreateChangeSetCommand({
      StackName: 'net',
      ChangeSetName: 'second',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Cidr', ParameterValue: '10.1.0.0/16' }],
    }),
  )
  const changes = await client.send(new DescribeChangeSetCommand({ ChangeSetName: update.Id, IncludePropertyValues: true }))
  console.log(JSON.stringify(changes.Changes, null, 1))
  const events = await client.send(new DescribeStackEventsCommand({ StackName: 'net' }))
  console.log(events.StackEvents?.map((e) => `${e.LogicalResourceId} ${e.ResourceStatus} ${e.ResourceStatusReason ?? ''}`))
})
