import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
  waitUntilChangeSetCreateComplete,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

const startChanges = async () => {
  const stacks = await startStacks()
  const propose = async (template: unknown, more: Partial<CreateChangeSetCommandInput> = {}) => {
    const input = { StackName: 'web', ChangeSetName: 'one', TemplateBody: JSON.stringify(template), ...more }
    const { Id } = await stacks.client.send(new CreateChangeSetCommand(input))
    return stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }))
  }
  const execute = async (ChangeSetName: string | undefined) => {
    await stacks.client.send(new ExecuteChangeSetCommand({ ChangeSetName }))
    await stacks.aws.cloudformation.settled()
  }
  return { ...stacks, propose, execute, [Symbol.asyncDispose]: () => stacks[Symbol.asyncDispose]() }
}

test('a CREATE change set puts its stack in review, and executing it creates the stack', async () => {
  await using stacks = await startChanges()
  const set = await stacks.propose({ Resources: { A: topic() } }, { ChangeSetType: 'CREATE' })
  expect(set).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
  expect(set.Changes).toMatchObject([
    { Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'A', ResourceType: 'AWS::SNS::Topic' } },
  ])
  expect((await stacks.describe('web')).StackStatus).toBe('REVIEW_IN_PROGRESS')
  await stacks.execute(set.ChangeSetId)
  expect(await stacks.describe('web')).toMatchObject({ StackStatus: 'CREATE_COMPLETE', ChangeSetId: set.ChangeSetId })
  const after = await stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName: set.ChangeSetId }))
  expect(after.ExecutionStatus).toBe('EXECUTE_COMPLETE')
})

test("the SDK's own waiter is satisfied", async () => {
  await using stacks = await startChanges()
  await stacks.propose({ Resources: { A: topic() } }, { ChangeSetType: 'CREATE' })
  const waited = await waitUntilChangeSetCreateComplete(
    { client: stacks.client, maxWaitTime: 60, minDelay: 1 },
    { StackName: 'web', ChangeSetName: 'one' },
  )
  expect(waited.state).toBe('SUCCESS')
})

test('an update says what changes, from what to what, why, and whether it replaces', async () => {
  await using stacks = await startChanges()
  const template = (name: string) => ({
    Parameters: { Display: { Type: 'String', Default: 'a' } },
    Resources: {
      A: topic({ TopicName: name }),
      B: topic({ DisplayName: { Ref: 'Display' } }),
      C: topic({ TopicName: { 'Fn::Sub': 'x-${A}' } }),
      D: topic(),
    },
  })
  await stacks.create('web', template('one'))
  const { Changes = [] } = await stacks.propose(template('two'), {
    Parameters: [{ ParameterKey: 'Display', ParameterValue: 'b' }],
  })
  expect(
    Changes.map(({ ResourceChange: change }) => [
      change?.LogicalResourceId,
      change?.Action,
      change?.Replacement,
      change?.PolicyAction,
    ]),
  ).toEqual([
    ['A', 'Modify', 'True', 'ReplaceAndDelete'],
    ['B', 'Modify', 'False', undefined],
    ['C', 'Modify', 'Conditional', 'ReplaceAndDelete'],
  ])
  expect(Changes[0]?.ResourceChange?.Details).toEqual([
    {
      Target: {
        Attribute: 'Properties',
        Name: 'TopicName',
        RequiresRecreation: 'Always',
        Path: '/Properties/TopicName',
        BeforeValue: 'one',
        AfterValue: 'two',
        AttributeChangeType: 'Modify',
      },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    },
  ])
  expect(Changes[1]?.ResourceChange?.Details?.[0]).toMatchObject({
    ChangeSource: 'ParameterReference',
    CausingEntity: 'Display',
  })
  expect(Changes[2]?.ResourceChange?.Details?.[0]).toMatchObject({
    ChangeSource: 'ResourceReference',
    CausingEntity: 'A',
    Evaluation: 'Dynamic',
    Target: { BeforeValue: 'x-topic-1', AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}' },
  })
  expect(JSON.parse(Changes[0]?.ResourceChange?.BeforeContext ?? '')).toEqual({ Properties: { TopicName: 'one' } })
})

test('a change set without changes is FAILED, with the sentence tools look for', async () => {
  await using stacks = await startChanges()
  await stacks.create('web', { Resources: { A: topic() } })
  expect(await stacks.propose({ Resources: { A: topic() } })).toMatchObject({
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  })
})

test('a changed output is a change though no resource changes', async () => {
  await using stacks = await startChanges()
  await stacks.create('web', { Resources: { A: topic() } })
  const set = await stacks.propose({ Resources: { A: topic() }, Outputs: { O: { Value: 'x' } } })
  expect(set).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] })
  await stacks.execute(set.ChangeSetId)
  expect((await stacks.describe('web')).Outputs).toMatchObject([{ OutputKey: 'O', OutputValue: 'x' }])
})

test('a change set made for an older state of the stack is not executed', async () => {
  await using stacks = await startChanges()
  await stacks.create('web', { Resources: { A: topic() } })
  const set = await stacks.propose({ Resources: { A: topic(), B: topic() } })
  await stacks.update('web', { Resources: { A: topic(), C: topic() } })
  await expect(stacks.execute(set.ChangeSetId)).rejects.toMatchObject({
    name: 'InvalidChangeSetStatusException',
    message: expect.stringContaining('[OBSOLETE]'),
  })
})

test('executing one change set deletes the others', async () => {
  await using stacks = await startChanges()
  await stacks.create('web', { Resources: { A: topic() } })
  const first = await stacks.propose({ Resources: { A: topic(), B: topic() } })
  await stacks.propose({ Resources: { A: topic(), C: topic() } }, { ChangeSetName: 'two' })
  await stacks.execute(first.ChangeSetId)
  const { Summaries } = await stacks.client.send(new ListChangeSetsCommand({ StackName: 'web' }))
  expect(Summaries?.map(({ ChangeSetName }) => ChangeSetName)).toEqual(['one'])
})

test('a change set that is gone is told as AWS tells it', async () => {
  await using stacks = await startChanges()
  await stacks.create('web', { Resources: { A: topic() } })
  await stacks.propose({ Resources: { A: topic(), B: topic() } })
  await stacks.client.send(new DeleteChangeSetCommand({ StackName: 'web', ChangeSetName: 'one' }))
  await expect(
    stacks.client.send(new DescribeChangeSetCommand({ StackName: 'web', ChangeSetName: 'one' })),
  ).rejects.toMatchObject({
    name: 'ChangeSetNotFoundException',
    message: 'ChangeSet [one] does not exist',
  })
})

test.each<[string, Partial<CreateChangeSetCommandInput>, string]>([
  ['an UPDATE of no stack', { StackName: 'nobody' }, 'Stack [nobody] does not exist'],
  [
    'a CREATE of an existing stack',
    { ChangeSetType: 'CREATE' },
    'Stack [web] already exists and cannot be created again with the changeSet [one].',
  ],
  ['a bad name', { ChangeSetName: '1-bad' }, "Value '1-bad' at 'changeSetName' failed to satisfy constraint"],
])('%s is refused', async (_what, input, message) => {
  await using stacks = await startChanges()
  await stacks.create('web', { Resources: { A: topic() } })
  await expect(stacks.propose({ Resources: { A: topic() } }, input)).rejects.toThrow(message)
})

test('a long change set comes in pages', async () => {
  await using stacks = await startChanges()
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`T${index}`, topic()]))
  const first = await stacks.propose({ Resources: many }, { ChangeSetType: 'CREATE' })
  expect(first.Changes?.length).toBe(100)
  const second = await stacks.client.send(
    new DescribeChangeSetCommand({ ChangeSetName: first.ChangeSetId, NextToken: first.NextToken }),
  )
  expect(second.Changes?.length).toBe(50)
  expect(second.NextToken).toBeUndefined()
})

test('an import nobody exports fails the change set', async () => {
  await using stacks = await startChanges()
  const set = await stacks.propose(
    { Resources: { A: topic({ DisplayName: { 'Fn::ImportValue': 'gone' } }) } },
    { ChangeSetType: 'CREATE' },
  )
  expect(set).toMatchObject({ Status: 'FAILED', StatusReason: 'No export named gone found.' })
})
