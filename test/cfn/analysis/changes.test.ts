import { expect, test } from 'vitest'
import { changesOf, type Standing } from '#cfn/analysis/changes.ts'
import { loadFacts } from '#cfn/analysis/replacement.ts'
import { unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template } from '#cfn/analysis/template.ts'

const facts = await loadFacts()

const network = (cidr: string): Template => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
    Web: {
      Type: 'AWS::ECS::Service',
      Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'Subnet' }] } } },
    },
    Topic: { Type: 'AWS::SNS::Topic' },
  },
})

const between = (
  before: Template | undefined,
  after: Template,
  more: { live?: Record<string, Standing>; was?: object; is?: object } = {},
) =>
  changesOf({
    ...(before ? { before: unappliedScope(before, { parameters: { ...more.was } }) } : {}),
    after: unappliedScope(after, { parameters: { ...more.is } }),
    ...(more.live ? { live: more.live } : {}),
    facts,
  })

const brief = (changes: ReturnType<typeof changesOf>) =>
  Object.fromEntries(
    changes.map(({ logicalId, action, replacement }) => [logicalId, replacement ? `${action} ${replacement}` : action]),
  )

test('everything in a first template is an Add', () => {
  expect(brief(between(undefined, network('10.0.0.0/16')))).toEqual({
    Vpc: 'Add',
    Subnet: 'Add',
    Web: 'Add',
    Topic: 'Add',
  })
})

test('the same template has no changes', () => {
  expect(between(network('10.0.0.0/16'), network('10.0.0.0/16'))).toEqual([])
})

test('a replaced resource takes along what cannot keep referring to the old one', () => {
  const changes = between(network('10.0.0.0/16'), network('10.1.0.0/16'))
  expect(brief(changes)).toEqual({ Vpc: 'Modify True', Subnet: 'Modify True', Web: 'Modify False' })
  expect(changes[1]?.details).toEqual([
    expect.objectContaining({
      name: 'VpcId',
      path: '/Properties/VpcId',
      requiresRecreation: 'Always',
      evaluation: 'Dynamic',
      changeSource: 'ResourceReference',
      causingEntity: 'Vpc',
    }),
  ])
})

test('a removed resource says what its deletion policy does', () => {
  const before: Template = {
    Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SNS::Topic', DeletionPolicy: 'Retain' } },
  }
  const after: Template = { Resources: { C: { Type: 'AWS::SNS::Topic' } } }
  expect(
    between(before, after).map(({ logicalId, action, policyAction }) => [logicalId, action, policyAction]),
  ).toEqual([
    ['C', 'Add', undefined],
    ['A', 'Remove', 'Delete'],
    ['B', 'Remove', 'Retain'],
  ])
})

const sized: Template = {
  Parameters: { Size: { Type: 'Number' } },
  Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 3] } },
  Resources: {
    Web: { Type: 'AWS::ECS::Service', Properties: { DesiredCount: { Ref: 'Size' } } },
    Extra: { Type: 'AWS::SNS::Topic', Condition: 'Big' },
  },
}

test('a parameter change is found through the properties that use it, and so is its condition', () => {
  const changes = between(sized, sized, { was: { Size: 2 }, is: { Size: 3 } })
  expect(brief(changes)).toEqual({ Web: 'Modify False', Extra: 'Add' })
  expect(changes[0]?.details).toMatchObject([
    { changeSource: 'ParameterReference', causingEntity: 'Size', before: 2, after: 3, evaluation: 'Static' },
  ])
})

const role = (sid: string): Template => ({
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Sid: sid }] } } },
    Web: { Type: 'AWS::ECS::TaskDefinition', Properties: { TaskRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }] } },
  },
})

test('an attribute of a changed resource may change: Dynamic and Conditional, while its Ref stays', () => {
  const changes = between(role('a'), role('b'))
  expect(brief(changes)).toEqual({ Role: 'Modify False', Web: 'Modify Conditional' })
  expect(changes[1]?.details).toMatchObject([
    { evaluation: 'Dynamic', changeSource: 'ResourceAttribute', causingEntity: 'Role.Arn' },
  ])
})

test('live resources give the values that references have now', () => {
  const live: Record<string, Standing> = { Vpc: { physicalId: 'vpc-1', properties: { CidrBlock: '10.0.0.0/16' } } }
  const [change] = between(network('10.0.0.0/16'), network('10.1.0.0/16'), { live })
  expect(change).toMatchObject({ physicalId: 'vpc-1', before: { Properties: { CidrBlock: '10.0.0.0/16' } } })
})

test('tags, metadata and policies are scopes of their own', () => {
  const before: Template = {
    Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { Tags: [{ Key: 'a', Value: '1' }] } } },
  }
  const after: Template = {
    Resources: {
      T: {
        Type: 'AWS::SNS::Topic',
        Properties: { Tags: [{ Key: 'a', Value: '2' }] },
        Metadata: { x: 1 },
        DeletionPolicy: 'Retain',
      },
    },
  }
  expect(between(before, after)[0]).toMatchObject({
    replacement: 'False',
    scope: ['Tags', 'Metadata', 'DeletionPolicy'],
  })
})

test('a resource that changes its type is replaced', () => {
  const before: Template = { Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a' } } } }
  const after: Template = { Resources: { T: { Type: 'AWS::SQS::Queue' } } }
  expect(brief(between(before, after))).toEqual({ T: 'Modify True' })
})

test('nested create-only properties decide when a whole object comes or goes', () => {
  const service = (properties: Record<string, unknown>): Template => ({
    Resources: { S: { Type: 'AWS::ECS::Service', Properties: properties } },
  })
  const changes = between(service({}), service({ DeploymentController: { Type: 'EXTERNAL' } }))
  expect(brief(changes)).toEqual({ S: 'Modify True' })
})
