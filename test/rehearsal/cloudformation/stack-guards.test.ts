import {
  CreateStackCommand,
  SetStackPolicyCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

test('DeletionPolicy and UpdateReplacePolicy keep what they say', async () => {
  await using stacks = await startStacks()
  const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }
  await stacks.create('web', { Resources: { A: topic({ TopicName: 'one' }, kept), B: topic() } })
  await stacks.update('web', { Resources: { A: topic({ TopicName: 'two' }, kept), B: topic() } })
  expect(stacks.topics.size).toBe(3)
  await stacks.remove('web')
  expect([...stacks.topics.values()]).toEqual([{ TopicName: 'one' }, { TopicName: 'two' }])
})

test('a custom-named resource cannot be replaced under its own name', async () => {
  await using stacks = await startStacks({ services: () => ({ services: [] }) })
  const table = (key: string) => ({
    Resources: {
      T: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'users',
          KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        },
      },
    },
  })
  await stacks.create('tables', table('a'))
  const stack = await stacks.update('tables', table('b'))
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await stacks.events('tables', true)).toContain(
    'T UPDATE_FAILED (CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename users and update the stack again.)',
  )
})

test('an unchanged update is refused', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic() } })
  await expect(stacks.update('web', { Resources: { A: topic() }, Description: 'other' })).rejects.toThrow(
    'No updates are to be performed.',
  )
})

test('termination protection holds until it is taken away', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic() } }, { EnableTerminationProtection: true })
  await expect(stacks.remove('web')).rejects.toThrow(
    'Stack [web] cannot be deleted while TerminationProtection is enabled',
  )
  await stacks.client.send(
    new UpdateTerminationProtectionCommand({ StackName: 'web', EnableTerminationProtection: false }),
  )
  expect((await stacks.remove('web')).StackStatus).toBe('DELETE_COMPLETE')
})

test('a stack policy stops the update of what it denies', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic({ DisplayName: 'a' }), B: topic({ DisplayName: 'a' }) } })
  const StackPolicyBody = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'Update:*', Principal: '*', Resource: 'LogicalResourceId/A' },
    ],
  })
  await stacks.client.send(new SetStackPolicyCommand({ StackName: 'web', StackPolicyBody }))
  const denied = await stacks.update('web', {
    Resources: { A: topic({ DisplayName: 'b' }), B: topic({ DisplayName: 'a' }) },
  })
  expect(denied.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect((await stacks.events('web', true)).join('\n')).toContain(
    'Action denied by stack policy: Statement [#2] does not allow [Update:Modify]',
  )
  const allowed = await stacks.update('web', {
    Resources: { A: topic({ DisplayName: 'a' }), B: topic({ DisplayName: 'b' }) },
  })
  expect(allowed.StackStatus).toBe('UPDATE_COMPLETE')
})

test('the same request token creates one stack', async () => {
  await using stacks = await startStacks()
  const request = {
    StackName: 'web',
    TemplateBody: JSON.stringify({ Resources: { A: topic() } }),
    ClientRequestToken: 't-1',
  }
  const first = await stacks.client.send(new CreateStackCommand(request))
  const second = await stacks.client.send(new CreateStackCommand(request))
  expect(second.StackId).toBe(first.StackId)
  await expect(
    stacks.client.send(new CreateStackCommand({ ...request, ClientRequestToken: 't-2' })),
  ).rejects.toMatchObject({
    name: 'AlreadyExistsException',
    message: 'Stack [web] already exists',
  })
})

test('IAM resources need the capability for what they are', async () => {
  await using stacks = await startStacks()
  const role = (name?: string) => ({
    Resources: {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'x' }, Action: 'sts:AssumeRole' }],
          },
          ...(name ? { RoleName: name } : {}),
        },
      },
    },
  })
  await expect(stacks.create('iam', role())).rejects.toMatchObject({
    name: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_IAM]',
  })
  await expect(stacks.create('iam', role('deployer'), { Capabilities: ['CAPABILITY_IAM'] })).rejects.toThrow(
    'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  )
  expect((await stacks.create('iam', role('deployer'), { Capabilities: ['CAPABILITY_NAMED_IAM'] })).StackStatus).toBe(
    'CREATE_COMPLETE',
  )
})

test.each<[string, unknown, string]>([
  [
    'an unknown type',
    { Resources: { A: { Type: 'AWS::No::Such' } } },
    'Template format error: Unrecognized resource types: [AWS::No::Such]',
  ],
  ['broken YAML', 'Resources: [', 'Template format error:'],
  [
    'an unknown attribute',
    { Resources: { A: topic(), B: topic({ DisplayName: { 'Fn::GetAtt': ['A', 'Nope'] } }) } },
    'resource A does not support attribute type Nope in Fn::GetAtt',
  ],
  [
    'a body over the limit',
    { Description: 'x'.repeat(52_000), Resources: { A: topic() } },
    'less than or equal to 51200',
  ],
  [
    'too many resources',
    `Resources: {${Array.from({ length: 501 }, (_, index) => `A${index}: {Type: "AWS::SNS::Topic"}`).join(',')}}`,
    'Number of resources, 501, is greater than maximum allowed, 500',
  ],
])('a template with %s is refused before anything happens', async (_what, template, message) => {
  await using stacks = await startStacks()
  await expect(stacks.create('web', template)).rejects.toThrow(message)
})

test('properties AWS does not know fail the resource with its words', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic({ Nonsense: 1 }) } })
  expect((await stacks.events('web', true)).join('\n')).toContain('#: extraneous key [Nonsense] is not permitted')
})

test('a stack of 200 resources is created and deleted at once', async () => {
  await using stacks = await startStacks()
  const chain = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`T${index}`, topic({}, index ? { DependsOn: `T${index - 1}` } : {})]),
  )
  expect((await stacks.create('big', { Resources: chain })).StackStatus).toBe('CREATE_COMPLETE')
  expect((await stacks.remove('big')).StackStatus).toBe('DELETE_COMPLETE')
  expect(stacks.topics.size).toBe(0)
})
