import { expect, it } from 'vitest'
import { differenceOf } from '#cfn/analysis/difference.ts'
import { loadFacts } from '#cfn/analysis/replacement.ts'
import type { Template, TemplateResource } from '#cfn/analysis/template.ts'

const facts = await loadFacts()

const network = (cidr: unknown, more: Partial<Template> = {}): Template => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
  },
  ...more,
})

const one = (resource: TemplateResource, more: Partial<Template> = {}): Template => ({
  Resources: { It: resource },
  ...more,
})

const brief = (before: Template, after: Template, usePreviousValues = false) =>
  differenceOf({ before, after, facts, usePreviousValues }).map(
    ({ logicalId, action, replacement }) => `${action} ${logicalId} ${replacement}`,
  )

it('says nothing of a template and itself', () => {
  expect(brief(network('10.0.0.0/16'), network('10.0.0.0/16'))).toEqual([])
})

it('follows a replaced resource, down to the first cause', () => {
  const rows = differenceOf({ before: network('10.0.0.0/16'), after: network('10.1.0.0/16'), facts })
  expect(rows).toEqual([
    {
      logicalId: 'Vpc',
      type: 'AWS::EC2::VPC',
      action: 'Modify',
      replacement: 'True',
      because: ['/Properties/CidrBlock (replaces): "10.0.0.0/16" → "10.1.0.0/16"'],
    },
    {
      logicalId: 'Subnet',
      type: 'AWS::EC2::Subnet',
      action: 'Modify',
      replacement: 'True',
      because: ['/Properties/VpcId (replaces) follows Vpc, which is replaced for /Properties/CidrBlock'],
    },
  ])
})

it('takes parameters at their defaults, or at what they were', () => {
  const parameter = (value: string) => ({ Parameters: { Cidr: { Type: 'String', Default: value } } })
  const [before, after] = ['10.0.0.0/16', '10.1.0.0/16'].map((value) => network({ Ref: 'Cidr' }, parameter(value)))
  expect(brief(before as Template, after as Template)).toHaveLength(2)
  expect(brief(before as Template, after as Template, true)).toEqual([])
})

it('takes a parameter without a value for the same on both sides', () => {
  const template = network({ Ref: 'Cidr' }, { Parameters: { Cidr: { Type: 'String' } } })
  expect(brief(template, template)).toEqual([])
})

it('removes what a condition no longer holds', () => {
  const topic = (wanted: string): Template =>
    one(
      { Type: 'AWS::SNS::Topic', Condition: 'Wanted' },
      {
        Parameters: { Wanted: { Type: 'String', Default: wanted } },
        Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wanted' }, 'yes'] } },
      },
    )
  expect(brief(topic('yes'), topic('no'))).toEqual(['Remove It False'])
  expect(brief(topic('no'), topic('yes'))).toEqual(['Add It False'])
})

it('calls what touches no property what it is', () => {
  const [row] = differenceOf({
    before: one({ Type: 'AWS::S3::Bucket' }),
    after: one({ Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' }),
    facts,
  })
  expect(row?.because).toEqual(['/DeletionPolicy: nothing → "Retain"; the resource itself stays as it is'])
})

it('does not know what a provider of one’s own does', () => {
  const custom = (size: number) => one({ Type: 'Custom::Thing', Properties: { ServiceToken: 'a', Size: size } })
  expect(brief(custom(1), custom(2))).toEqual(['Modify It Unknown'])
})

it('says that a type cannot change', () => {
  const rows = differenceOf({
    before: one({ Type: 'AWS::SNS::Topic' }),
    after: one({ Type: 'AWS::SQS::Queue' }),
    facts,
  })
  expect(rows.flatMap(({ because }) => because).join()).toContain('its type was AWS::SNS::Topic')
})

it('goes on where a template cannot be resolved', () => {
  const broken = one({ Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::FindInMap': ['A', 'b', 'c'] } } })
  expect(brief(broken, broken)).toEqual([])
})

it('lists every resource of a template that is new or gone', () => {
  expect(differenceOf({ after: network('10.0.0.0/16'), facts }).map(({ action }) => action)).toEqual(['Add', 'Add'])
  expect(differenceOf({ before: network('10.0.0.0/16'), facts }).map(({ action }) => action)).toEqual([
    'Remove',
    'Remove',
  ])
})

it('writes out the loops of the language extensions', () => {
  const topics = (...names: readonly string[]) =>
    ({
      Transform: ['AWS::LanguageExtensions'],
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: names.join(',') } },
      Resources: {
        'Fn::ForEach::Topics': [
          'Name',
          { Ref: 'Names' },
          {
            'Topic${Name}': {
              Type: 'AWS::SNS::Topic',
              Properties: { TopicName: { 'Fn::Sub': '${Name}-${AWS::StackName}' }, DisplayName: { Ref: 'Name' } },
            },
          },
        ],
      },
    }) as unknown as Template
  expect(brief(topics('A', 'B'), topics('A', 'B'))).toEqual([])
  expect(brief(topics('A', 'B'), topics('A', 'C'))).toEqual(['Add TopicC False', 'Remove TopicB False'])
})

it('does not know what a transform inside a resource puts there', () => {
  const included = (location: string) =>
    one({
      Type: 'AWS::SNS::Topic',
      Properties: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: location } } },
    })
  expect(brief(included('s3://a/b.yaml'), included('s3://a/c.yaml'))).toEqual(['Modify It Unknown'])
})
