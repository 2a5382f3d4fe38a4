import { expect, test } from 'vitest'
import { startStacks } from '../cloudformation/stack-fixture.ts'

test('recorded resources answer Ref and GetAtt in the right shape, and are listed as recorded', async () => {
  await using stacks = await startStacks()
  const made = await stacks.create(
    'net',
    `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [1, !GetAZs ''] } }
  Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: t, KeySchema: [{ AttributeName: id, KeyType: HASH }] } }
  Key: { Type: AWS::KMS::Key }
  Acl: { Type: AWS::WAFv2::WebACL, Properties: { DefaultAction: {}, Scope: REGIONAL, VisibilityConfig: {} } }
  Budget: { Type: AWS::Budgets::Budget, Properties: { Budget: { BudgetType: COST, TimeUnit: MONTHLY } } }
Outputs:
  Vpc: { Value: !Ref Vpc }
  Zone: { Value: !GetAtt Subnet.AvailabilityZone }
  Table: { Value: !GetAtt Table.Arn }
  Key: { Value: !GetAtt Key.Arn }
  Acl: { Value: !GetAtt Acl.Arn }
`,
  )
  const outputs = Object.fromEntries((made.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  expect(outputs).toEqual({
    Vpc: expect.stringMatching(/^vpc-0[0-9a-f]{16}$/),
    Zone: 'eu-west-1b',
    Table: 'arn:aws:dynamodb:eu-west-1:111111111111:table/t',
    Key: expect.stringMatching(/^arn:aws:kms:eu-west-1:111111111111:key\/[0-9a-f-]{36}$/),
    Acl: expect.stringMatching(/^arn:aws:wafv2:/),
  })
  expect(stacks.aws.cloudformation.recorded().map(({ type }) => type)).toEqual(
    expect.arrayContaining(['AWS::EC2::VPC', 'AWS::WAFv2::WebACL', 'AWS::Budgets::Budget']),
  )
})

test('an update in place keeps the identity and follows the properties', async () => {
  await using stacks = await startStacks({ services: () => ({ services: [] }) })
  const queue = (seconds: number) => ({
    Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: seconds } } },
    Outputs: { O: { Value: { Ref: 'Q' } } },
  })
  const before = await stacks.create('q', queue(1))
  const after = await stacks.update('q', queue(2))
  expect(after.Outputs).toEqual(before.Outputs)
})
