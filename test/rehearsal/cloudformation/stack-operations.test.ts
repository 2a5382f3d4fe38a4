import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

test('a stack is created along its dependencies, every state being an event', async () => {
  await using stacks = await startStacks()
  const stack = await stacks.create('web', {
    Resources: { A: topic(), B: topic({ DisplayName: { 'Fn::GetAtt': ['A', 'TopicName'] } }) },
    Outputs: { Arn: { Value: { Ref: 'B' } } },
  })
  expect(stack).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    Outputs: [{ OutputKey: 'Arn', OutputValue: 'topic-2' }],
  })
  expect(await stacks.events('web')).toEqual([
    'web CREATE_IN_PROGRESS',
    'A CREATE_IN_PROGRESS',
    'A CREATE_IN_PROGRESS',
    'A CREATE_COMPLETE',
    'B CREATE_IN_PROGRESS',
    'B CREATE_IN_PROGRESS',
    'B CREATE_COMPLETE',
    'web CREATE_COMPLETE',
  ])
  expect(stacks.topics.get('topic-2')).toEqual({ DisplayName: 'topic-1' })
})

test('a failed creation cancels its siblings and rolls everything back', async () => {
  await using stacks = await startStacks()
  const stack = await stacks.create('web', {
    Resources: {
      Good: topic(),
      Slow: topic({ DisplayName: 'wait' }),
      Bad: topic({ DisplayName: 'fail', TopicName: { 'Fn::GetAtt': ['Good', 'TopicName'] } }),
    },
  })
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  const events = await stacks.events('web', true)
  expect(events).toContain('Bad CREATE_FAILED (cannot be called fail)')
  expect(events).toContain('Slow CREATE_FAILED (Resource creation cancelled)')
  expect(events).toContain(
    'web ROLLBACK_IN_PROGRESS (The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user.)',
  )
  expect(events.at(-1)).toBe('web ROLLBACK_COMPLETE')
  expect([...stacks.topics.keys()]).toEqual([])
})

test('a stack in ROLLBACK_COMPLETE can only be deleted', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { Bad: topic({ DisplayName: 'fail' }) } })
  await expect(stacks.update('web', { Resources: { Bad: topic() } })).rejects.toThrow(
    /is in ROLLBACK_COMPLETE state and can not be updated/,
  )
  expect((await stacks.remove('web')).StackStatus).toBe('DELETE_COMPLETE')
})

test.each([
  [{ OnFailure: 'DO_NOTHING' } as const, 'CREATE_FAILED', 1],
  [{ DisableRollback: true }, 'CREATE_FAILED', 1],
  [{ OnFailure: 'DELETE' } as const, 'DELETE_COMPLETE', 0],
])('a failed creation with %j ends in %s', async (how, status, left) => {
  await using stacks = await startStacks()
  const stack = await stacks.create(
    'web',
    { Resources: { A: topic(), B: topic({ DisplayName: 'fail' }, { DependsOn: 'A' }) } },
    how,
  )
  expect(stack.StackStatus).toBe(status)
  expect(stacks.topics.size).toBe(left)
})

test('a CREATE_FAILED stack is completed by an update', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic({ DisplayName: 'fail' }) } }, { OnFailure: 'DO_NOTHING' })
  expect((await stacks.update('web', { Resources: { A: topic() } })).StackStatus).toBe('UPDATE_COMPLETE')
})

test('an update changes in place what it can and replaces the rest, removing the old one at the end', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', {
    Resources: { A: topic({ DisplayName: 'a' }), B: topic({ TopicName: 'old' }), Gone: topic() },
  })
  const stack = await stacks.update('web', {
    Resources: { A: topic({ DisplayName: 'b' }), B: topic({ TopicName: 'new' }) },
  })
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
  expect([...stacks.topics.values()]).toEqual([{ DisplayName: 'b' }, { TopicName: 'new' }])
  const events = await stacks.events('web', true)
  const cleanup = events.indexOf('web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  expect(events).toContain(
    'B UPDATE_IN_PROGRESS (Requested update requires the creation of a new physical resource; hence creating one.)',
  )
  expect(events.slice(cleanup)).toEqual([
    'web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'B DELETE_IN_PROGRESS',
    'B DELETE_COMPLETE',
    'Gone DELETE_IN_PROGRESS',
    'Gone DELETE_COMPLETE',
    'web UPDATE_COMPLETE',
  ])
})

test('a failed update brings back what the stack was', async () => {
  await using stacks = await startStacks()
  const before = {
    Parameters: { P: { Type: 'String', Default: 'a' } },
    Resources: { A: topic({ DisplayName: { Ref: 'P' } }), B: topic({ TopicName: 'old' }) },
    Outputs: { O: { Value: { Ref: 'P' } } },
  }
  await stacks.create('web', before)
  const stack = await stacks.update(
    'web',
    {
      ...before,
      Resources: {
        A: topic({ DisplayName: { Ref: 'P' } }),
        B: topic({ TopicName: 'new' }),
        New: topic(),
        Bad: topic({ DisplayName: 'fail' }, { DependsOn: ['A', 'B', 'New'] }),
      },
    },
    { Parameters: [{ ParameterKey: 'P', ParameterValue: 'z' }] },
  )
  expect(stack).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    Outputs: [{ OutputValue: 'a' }],
    Parameters: [{ ParameterValue: 'a' }],
  })
  expect([...stacks.topics]).toEqual([
    ['topic-1', { DisplayName: 'a' }],
    ['topic-2', { TopicName: 'old' }],
  ])
  const events = await stacks.events('web', true)
  expect(events).toContain('web UPDATE_ROLLBACK_IN_PROGRESS (The following resource(s) failed to create: [Bad].)')
  expect((await stacks.update('web', { ...before, Resources: { ...before.Resources, C: topic() } })).StackStatus).toBe(
    'UPDATE_COMPLETE',
  )
})

test('a rollback that fails is continued, skipping what a person gave up on', async () => {
  await using stacks = await startStacks()
  // A topic may not be renamed back to "fail…": the rollback of A fails.
  const bad = { Resources: { A: topic({ DisplayName: 'fail' }) } }
  await stacks.create('web', { Resources: { A: topic({ DisplayName: 'fine' }) } })
  const stack = stacks.aws.cloudformation.stack('web')
  const resource = stack?.resources.get('A')
  if (resource) resource.properties = { DisplayName: 'fail-before' }
  const failed = await stacks.update('web', {
    Resources: { A: topic({ DisplayName: 'ok' }), B: topic({ DisplayName: 'fail' }, { DependsOn: 'A' }) },
  })
  expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_FAILED')
  await expect(stacks.update('web', bad)).rejects.toThrow('UPDATE_ROLLBACK_FAILED state and can not be updated')
  await stacks.client.send(new ContinueUpdateRollbackCommand({ StackName: 'web', ResourcesToSkip: ['A'] }))
  await stacks.aws.cloudformation.settled()
  expect((await stacks.describe('web')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
})

test('an update under way can be cancelled', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic() } })
  await stacks.client.send(
    new UpdateStackCommand({
      StackName: 'web',
      TemplateBody: JSON.stringify({ Resources: { A: topic(), Slow: topic({ DisplayName: 'wait' }) } }),
    }),
  )
  expect((await stacks.describe('web')).StackStatus).toBe('UPDATE_IN_PROGRESS')
  await stacks.client.send(new CancelUpdateStackCommand({ StackName: 'web' }))
  await stacks.aws.cloudformation.settled()
  expect((await stacks.describe('web')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(stacks.topics.size).toBe(1)
})

test('a deletion cuts a creation short', async () => {
  await using stacks = await startStacks()
  const template = JSON.stringify({ Resources: { A: topic(), Slow: topic({ DisplayName: 'wait' }) } })
  const { StackId } = await stacks.client.send(new CreateStackCommand({ StackName: 'web', TemplateBody: template }))
  await stacks.client.send(new DeleteStackCommand({ StackName: 'web' }))
  await stacks.aws.cloudformation.settled()
  expect((await stacks.describe(StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE')
  expect(stacks.topics.size).toBe(0)
})

test('what cannot be deleted leaves the stack in DELETE_FAILED, and may then be retained', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', { Resources: { A: topic(), B: topic({}, { DependsOn: 'A' }) } })
  stacks.stubborn.add('topic-2')
  const failed = await stacks.remove('web')
  expect(failed).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: expect.stringContaining('failed to delete: [B]'),
  })
  await stacks.client.send(new DeleteStackCommand({ StackName: 'web', RetainResources: ['B'] }))
  await stacks.aws.cloudformation.settled()
  expect((await stacks.describe(failed.StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE')
  expect([...stacks.topics.keys()]).toEqual(['topic-2'])
})
