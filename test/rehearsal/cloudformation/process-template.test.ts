import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

const Capabilities = ['CAPABILITY_AUTO_EXPAND' as const]

const looped = {
  Transform: 'AWS::LanguageExtensions',
  Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'A,B' } },
  Resources: {
    'Fn::ForEach::Topics': ['Name', { Ref: 'Names' }, { 'Topic${Name}': topic({ DisplayName: { Ref: 'Name' } }) }],
  },
  Outputs: {
    'Fn::ForEach::Arns': [
      'Name',
      { Ref: 'Names' },
      { 'Arn${Name}': { Value: { 'Fn::GetAtt': [{ 'Fn::Sub': 'Topic${Name}' }, 'TopicArn'] } } },
    ],
  },
}

const names = (ParameterValue: string) => [{ ParameterKey: 'Names', ParameterValue }]

test('a stack has a resource and an output for each item of a loop, and follows its list', async () => {
  await using stacks = await startStacks()
  const made = await stacks.create('web', looped, { Capabilities })
  expect(made.StackStatus).toBe('CREATE_COMPLETE')
  expect(made.Outputs?.map(({ OutputKey }) => OutputKey)).toEqual(['ArnA', 'ArnB'])
  await stacks.update('web', looped, { Capabilities, Parameters: names('A,C') })
  expect([...stacks.topics.values()].map(({ DisplayName }) => DisplayName)).toEqual(['A', 'C'])
})

test('a change set says what happens to each item of a loop, and needs no acknowledgement', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', looped, { Capabilities })
  const { Id } = await stacks.client.send(
    new CreateChangeSetCommand({
      StackName: 'web',
      ChangeSetName: 'one',
      TemplateBody: JSON.stringify(looped),
      Parameters: names('A,C'),
    }),
  )
  const { Changes = [] } = await stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
  expect(Changes.map(({ ResourceChange: it }) => [it?.Action, it?.LogicalResourceId])).toEqual([
    ['Add', 'TopicC'],
    ['Remove', 'TopicB'],
  ])
})

test('a change set whose transform fails says so; CreateStack refuses it', async () => {
  await using stacks = await startStacks()
  const wrong = {
    ...looped,
    Resources: { 'Fn::ForEach::Topics': ['Name', { 'Fn::GetAZs': '' }, { '${Name}': topic() }] },
  }
  const reason =
    'Transform AWS::LanguageExtensions failed with: Could not find a collection or could not be resolved for Fn::ForEach'
  const { Id } = await stacks.client.send(
    new CreateChangeSetCommand({
      StackName: 'web',
      ChangeSetName: 'one',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(wrong),
    }),
  )
  const set = await stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
  expect(set).toMatchObject({ Status: 'FAILED', StatusReason: reason })
  await expect(stacks.create('other', wrong, { Capabilities })).rejects.toThrow(reason)
})

test.each([
  ['without the capability', looped, {}, 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]'],
  [
    'without the transform',
    { ...looped, Transform: undefined },
    {},
    'Template format error: [/Resources/Fn::ForEach::Topics] resource definition is malformed',
  ],
  [
    'that comes to an unresolved reference',
    { ...looped, Resources: { Other: topic() } },
    { Capabilities },
    'Template error: instance of Fn::GetAtt references undefined resource TopicA',
  ],
])('a stack of loops %s is refused', async (_, template, more, message) => {
  await using stacks = await startStacks()
  await expect(stacks.create('web', template, more)).rejects.toThrow(message)
})

test('a previous template is the processed one, so that another list changes nothing', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', looped, { Capabilities })
  const more = { Capabilities, UsePreviousTemplate: true, Parameters: names('A,C') }
  await expect(stacks.update('web', undefined, more)).rejects.toThrow('No updates are to be performed.')
})

test('a template can be seen before and after its transform, and described without it', async () => {
  await using stacks = await startStacks()
  await stacks.create('web', looped, { Capabilities })
  const seen = async (TemplateStage: 'Original' | 'Processed') =>
    (await stacks.client.send(new GetTemplateCommand({ StackName: 'web', TemplateStage }))).TemplateBody ?? ''
  expect(JSON.parse(await seen('Original'))).toEqual(looped)
  expect(Object.keys(JSON.parse(await seen('Processed')).Resources)).toEqual(['TopicA', 'TopicB'])
  const TemplateBody = JSON.stringify(looped)
  const summary = await stacks.client.send(new GetTemplateSummaryCommand({ TemplateBody }))
  expect(summary).toMatchObject({ ResourceTypes: [], DeclaredTransforms: ['AWS::LanguageExtensions'] })
  const { Parameters } = await stacks.client.send(new ValidateTemplateCommand({ TemplateBody }))
  expect(Parameters?.map(({ ParameterKey }) => ParameterKey)).toEqual(['Names'])
})
