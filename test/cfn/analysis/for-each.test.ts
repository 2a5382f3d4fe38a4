import { expect, it } from 'vitest'
import { withLoopsWritten } from '#cfn/analysis/for-each.ts'
import { unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template } from '#cfn/analysis/template.ts'

const written = (sections: object, parameters: Readonly<Record<string, unknown>> = {}) =>
  withLoopsWritten(
    unappliedScope({ Transform: 'AWS::LanguageExtensions', ...sections } as unknown as Template, { parameters }),
  )

const topics = (collection: unknown, body: unknown = { 'Topic${Name}': { Type: 'AWS::SNS::Topic' } }) => ({
  Resources: { 'Fn::ForEach::Topics': ['Name', collection, body] },
})

it('writes a copy of the body for each item, in its keys, its Ref and its Fn::Sub', () => {
  const body = {
    'Topic${Name}': {
      Type: 'AWS::SNS::Topic',
      Condition: { 'Fn::Sub': 'Has${Name}' },
      Properties: { DisplayName: { Ref: 'Name' }, TopicName: { 'Fn::Sub': '${Name}-${AWS::StackName}' } },
    },
  }
  expect(written(topics(['A', 'B'], body)).template.Resources).toEqual({
    TopicA: {
      Type: 'AWS::SNS::Topic',
      Condition: 'HasA',
      Properties: { DisplayName: 'A', TopicName: { 'Fn::Sub': 'A-${AWS::StackName}' } },
    },
    TopicB: {
      Type: 'AWS::SNS::Topic',
      Condition: 'HasB',
      Properties: { DisplayName: 'B', TopicName: { 'Fn::Sub': 'B-${AWS::StackName}' } },
    },
  })
})

it('writes the loops within a loop, and the loops within properties', () => {
  const outputs = {
    'Fn::ForEach::Attributes': [
      'Attribute',
      ['Arn', 'Name'],
      {
        'Topic${Name}${Attribute}': { Value: { 'Fn::GetAtt': [{ 'Fn::Sub': 'Topic${Name}' }, { Ref: 'Attribute' }] } },
      },
    ],
  }
  const { template } = written({
    Resources: {
      One: { Type: 'AWS::SNS::Topic', Properties: { 'Fn::ForEach::P': ['Key', ['DisplayName'], { '${Key}': 'x' }] } },
    },
    Outputs: { 'Fn::ForEach::Topics': ['Name', ['A', 'B'], outputs] },
  })
  expect(template.Resources.One?.Properties).toEqual({ DisplayName: 'x' })
  expect(template.Outputs).toEqual({
    TopicAArn: { Value: { 'Fn::GetAtt': ['TopicA', 'Arn'] } },
    TopicAName: { Value: { 'Fn::GetAtt': ['TopicA', 'Name'] } },
    TopicBArn: { Value: { 'Fn::GetAtt': ['TopicB', 'Arn'] } },
    TopicBName: { Value: { 'Fn::GetAtt': ['TopicB', 'Name'] } },
  })
})

it.each([
  ['a list parameter', { Ref: 'Names' }, ['TopicA', 'TopicB']],
  ['a mapping', { 'Fn::FindInMap': ['Lists', 'Names', 'Few'] }, ['TopicX']],
  ['a list of functions', [{ 'Fn::Sub': '${AWS::NoValue}q' }, { Ref: 'One' }], ['Topicq', 'TopicC']],
])('takes the items of %s', (_, collection, expected) => {
  const sections = {
    ...topics(collection),
    Parameters: { Names: { Type: 'CommaDelimitedList' }, One: { Type: 'String' } },
    Mappings: { Lists: { Names: { Few: ['X'] } } },
  }
  expect(Object.keys(written(sections, { Names: ['A', 'B'], One: 'C' }).template.Resources)).toEqual(expected)
})

it('leaves out of a key written with & what a logical id may not hold', () => {
  const { template } = written(topics(['10.0.0.0/8'], { 'Route&{Name}': { Type: 'AWS::EC2::Route' } }))
  expect(Object.keys(template.Resources)).toEqual(['Route100008'])
})

it('gives nothing for a list that nobody knows, and says which loop that is', () => {
  const { template, unknown } = written({
    ...topics({ Ref: 'Names' }),
    Parameters: { Names: { Type: 'CommaDelimitedList' } },
  })
  expect(template.Resources).toEqual({})
  expect(unknown).toEqual(['Fn::ForEach::Topics'])
})

it.each([
  ['a loop without a body', ['Name', ['A']], 'Fn::ForEach layout is incorrect: Fn::ForEach::Topics'],
  ['a loop that is no list', { Name: ['A'] }, 'Fn::ForEach layout is incorrect: Fn::ForEach::Topics'],
  [
    'a body with one key for all items',
    ['Name', ['A'], { Topic: {} }],
    'Fn::ForEach::Topics gives every item the same key "Topic", which does not hold ${Name}',
  ],
])('refuses %s', (_, loop, problem) => {
  expect(written({ Resources: { 'Fn::ForEach::Topics': loop } }).problems).toEqual([problem])
})

it('leaves a template without the transform as it is', () => {
  const template = topics(['A']) as unknown as Template
  expect(withLoopsWritten(unappliedScope(template)).template).toBe(template)
})
