import {
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

test('a stack is described, listed and found by its resources', async () => {
  await using stacks = await startStacks()
  await stacks.create(
    'web',
    { Description: 'the web', Resources: { A: topic({}, { Metadata: { x: 1 } }) } },
    { Tags: [{ Key: 'team', Value: 'core' }] },
  )
  const { client } = stacks
  expect((await client.send(new DescribeStacksCommand({}))).Stacks).toMatchObject([
    { StackName: 'web', Description: 'the web', Tags: [{ Key: 'team', Value: 'core' }] },
  ])
  expect(
    (await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }))).StackSummaries,
  ).toMatchObject([{ StackName: 'web' }])
  expect(
    (await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'topic-1' }))).StackResources,
  ).toMatchObject([{ LogicalResourceId: 'A', ResourceStatus: 'CREATE_COMPLETE' }])
  expect((await client.send(new ListStackResourcesCommand({ StackName: 'web' }))).StackResourceSummaries).toMatchObject(
    [{ PhysicalResourceId: 'topic-1' }],
  )
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName: 'web', LogicalResourceId: 'A' }),
  )
  expect(JSON.parse(StackResourceDetail?.Metadata ?? '')).toEqual({ x: 1 })
})

test('a template comes back as it was sent', async () => {
  await using stacks = await startStacks()
  const text = '# with a comment\nResources:\n  A: { Type: AWS::SNS::Topic }\n'
  await stacks.create('web', text)
  expect((await stacks.client.send(new GetTemplateCommand({ StackName: 'web' }))).TemplateBody).toBe(text)
})

test('a stack nobody has is told as AWS tells it', async () => {
  await using stacks = await startStacks()
  await expect(stacks.describe('nobody')).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id nobody does not exist',
  })
})

test('a deleted stack is found by its id only', async () => {
  await using stacks = await startStacks()
  const { StackId } = await stacks.create('web', { Resources: { A: topic() } })
  await stacks.remove('web')
  await expect(stacks.describe('web')).rejects.toThrow('does not exist')
  expect((await stacks.describe(StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE')
})

test('events come newest first and in pages', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', {
    Resources: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`T${index}`, topic()])),
  })
  const pages: number[] = []
  for await (const { StackEvents = [] } of paginateDescribeStackEvents(
    { client: stacks.client },
    { StackName: 'web' },
  )) {
    if (!pages.length) expect(StackEvents[0]?.ResourceStatus).toBe('CREATE_COMPLETE')
    pages.push(StackEvents.length)
  }
  expect(pages).toEqual([100, 82])
})

test('a template is validated and summarised without a stack', async () => {
  await using stacks = await startStacks()
  const TemplateBody = JSON.stringify({
    Parameters: { P: { Type: 'String', NoEcho: true, AllowedValues: ['a'] } },
    Resources: { R: { Type: 'AWS::IAM::Role', Properties: {} } },
  })
  expect(await stacks.client.send(new ValidateTemplateCommand({ TemplateBody }))).toMatchObject({
    Capabilities: ['CAPABILITY_IAM'],
    Parameters: [{ ParameterKey: 'P', NoEcho: true }],
  })
  expect(await stacks.client.send(new GetTemplateSummaryCommand({ TemplateBody }))).toMatchObject({
    ResourceTypes: ['AWS::IAM::Role'],
    Parameters: [{ ParameterConstraints: { AllowedValues: ['a'] } }],
  })
  await expect(stacks.client.send(new ValidateTemplateCommand({ TemplateBody: '{}' }))).rejects.toThrow(
    'At least one Resources member must be defined',
  )
})
