import { CreateChangeSetCommand, DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

const url = 'https://templates.s3.eu-west-1.amazonaws.com/child.json'
const child = (properties: Record<string, unknown> = { DisplayName: { Ref: 'Name' } }) =>
  JSON.stringify({
    Parameters: { Name: { Type: 'String' } },
    Resources: { T: topic(properties) },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['T', 'TopicArn'] } } },
  })
const parent = (name: string) => ({
  Resources: {
    Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url, Parameters: { Name: name } } },
  },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.Arn'] } } },
})

const startNested = async (text = child()) => {
  const stacks = await startStacks()
  stacks.aws.core.s3.createBucket('templates')
  stacks.aws.core.s3.put('templates', 'child.json', Buffer.from(text))
  return stacks
}

test('a nested stack comes from a template in the local S3 and gives its outputs to the parent', async () => {
  await using stacks = await startNested()
  const stack = await stacks.create('web', parent('a'))
  expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputValue: 'arn:topic-1' }] })
  const nested = stacks.aws.cloudformation.stacks().find(({ parentId }) => parentId === stack.StackId)
  expect(nested).toMatchObject({
    status: 'CREATE_COMPLETE',
    rootId: stack.StackId,
    name: expect.stringMatching(/^web-Child-[0-9A-F]{12}$/),
  })
})

test('a parameter of the parent updates the child, and deleting the parent deletes it', async () => {
  await using stacks = await startNested()
  await stacks.create('web', parent('a'))
  expect((await stacks.update('web', parent('b'))).StackStatus).toBe('UPDATE_COMPLETE')
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'b' })
  await stacks.remove('web')
  expect(stacks.topics.size).toBe(0)
  expect(stacks.aws.cloudformation.stacks()).toEqual([])
})

test('a failing child fails and rolls back the parent', async () => {
  await using stacks = await startNested()
  const stack = await stacks.create('web', parent('fail'))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await stacks.events('web', true)).join('\n')).toMatch(
    /Child CREATE_FAILED \(Embedded stack arn:\S+ was not successfully created: The following resource\(s\) failed to create: \[T\]/,
  )
  expect(stacks.aws.cloudformation.stacks().map(({ name }) => name)).toEqual(['web'])
})

test('a failed update of the parent takes the child back', async () => {
  await using stacks = await startNested()
  await stacks.create('web', parent('a'))
  const after = parent('b')
  const stack = await stacks.update('web', {
    ...after,
    Resources: { ...after.Resources, Bad: topic({ DisplayName: 'fail' }, { DependsOn: 'Child' }) },
  })
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'a' })
})

test('a template that changed behind the same URL is an update of its own', async () => {
  await using stacks = await startNested()
  await stacks.create('web', parent('a'))
  stacks.aws.core.s3.put('templates', 'child.json', Buffer.from(child({ DisplayName: 'fixed' })))
  expect((await stacks.update('web', parent('a'))).StackStatus).toBe('UPDATE_COMPLETE')
  expect(stacks.topics.get('topic-1')).toEqual({ DisplayName: 'fixed' })
})

test('a change set reaches into nested stacks when asked', async () => {
  await using stacks = await startNested()
  await stacks.create('web', parent('a'))
  const { Id } = await stacks.client.send(
    new CreateChangeSetCommand({
      StackName: 'web',
      ChangeSetName: 'deep',
      TemplateBody: JSON.stringify(parent('b')),
      IncludeNestedStacks: true,
    }),
  )
  const root = await stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
  const nestedId = root.Changes?.[0]?.ResourceChange?.ChangeSetId
  const nested = await stacks.client.send(
    new DescribeChangeSetCommand({ ChangeSetName: nestedId, IncludePropertyValues: true }),
  )
  expect(nested).toMatchObject({ ParentChangeSetId: Id, RootChangeSetId: Id })
  expect(nested.Changes).toMatchObject([
    {
      ResourceChange: {
        LogicalResourceId: 'T',
        Action: 'Modify',
        Details: [{ Target: { Name: 'DisplayName', BeforeValue: 'a', AfterValue: 'b' } }],
      },
    },
  ])
})

test('a template that is not there fails with what S3 says', async () => {
  await using stacks = await startStacks()
  const stack = await stacks.create('web', parent('a'))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await stacks.events('web', true)).join('\n')).toContain('S3 error: The specified key does not exist.')
})
