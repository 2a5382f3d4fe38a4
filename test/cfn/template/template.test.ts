import { describe, expect, it } from 'vitest'
import { condition, equals, iff, noValue } from '#cfn/template/condition.ts'
import { sub } from '#cfn/template/intrinsics.ts'
import { parameter } from '#cfn/template/parameter.ts'
import { resource } from '#cfn/template/resource.ts'
import { template } from '#cfn/template/template.ts'

const vpc = resource('Vpc', 'AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' })
const subnet = resource('Subnet', 'AWS::EC2::Subnet', { VpcId: vpc.ref })

describe('template', () => {
  it('holds what it is made of and nothing that is undefined', () => {
    const size = parameter('Size', { Type: 'String', Default: 'small' })
    const isSmall = condition('IsSmall', equals(size.ref, 'small'))
    const block = resource('Block', 'AWS::EC2::Subnet', {
      VpcId: vpc.ref,
      CidrBlock: iff(isSmall, '10.0.0.0/28', noValue),
      AvailabilityZone: undefined,
    })
    expect(
      template({
        description: 'a network',
        parameters: [size],
        conditions: [isSmall],
        resources: [vpc, block],
        outputs: { VpcId: vpc.ref },
      }),
    ).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'a network',
      Metadata: {
        'AWS::CloudFormation::Interface': {
          ParameterGroups: [{ Label: { default: 'Known only when the stack is deployed' }, Parameters: ['Size'] }],
          ParameterLabels: { Size: { default: 'Size' } },
        },
      },
      Parameters: { Size: { Type: 'String', Default: 'small' } },
      Conditions: { IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] } },
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
        Block: {
          Type: 'AWS::EC2::Subnet',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            CidrBlock: { 'Fn::If': ['IsSmall', '10.0.0.0/28', { Ref: 'AWS::NoValue' }] },
          },
        },
      },
      Outputs: { VpcId: { Value: { Ref: 'Vpc' } } },
    })
    const made = template({ description: '', conditions: [isSmall], parameters: [size], resources: [vpc, block] })
    expect(Object.keys(made.Resources.Block?.Properties ?? {})).toEqual(['VpcId', 'CidrBlock'])
  })

  it('refuses a reference to a resource that is not listed', () => {
    expect(() => template({ description: '', resources: [subnet] })).toThrow(
      'Subnet refers to Vpc, which is not in the template',
    )
  })

  it('refuses an attribute inside Fn::Sub of a resource that is not listed', () => {
    const topic = resource('Topic', 'AWS::SNS::Topic', { DisplayName: sub`of ${vpc.att('CidrBlock')}` })
    expect(() => template({ description: '', resources: [topic] })).toThrow('Topic refers to Vpc')
    expect(() => template({ description: '', resources: [topic, vpc] })).not.toThrow()
  })

  it('refuses an output of a resource that is not listed', () => {
    expect(() => template({ description: '', resources: [vpc], outputs: { Subnet: subnet.ref } })).toThrow(
      'Subnet refers to Subnet, which is not in the template',
    )
  })

  it('refuses to depend on a resource that is not listed', () => {
    const gateway = resource('Gateway', 'AWS::EC2::InternetGateway', {}, { dependsOn: [vpc] })
    expect(() => template({ description: '', resources: [gateway] })).toThrow('Gateway depends on Vpc')
  })

  it('refuses a condition that is not listed', () => {
    const never = condition('Never', equals('a', 'b'))
    const gateway = resource('Gateway', 'AWS::EC2::InternetGateway', {}, { condition: never })
    expect(() => template({ description: '', resources: [gateway] })).toThrow('condition Never is not in the template')
    const named = resource('Named', 'AWS::SNS::Topic', { TopicName: iff(never, 'a', 'b') })
    expect(() => template({ description: '', resources: [named] })).toThrow('condition Never is not in the template')
  })

  it('refuses two resources of one logical id, and an id that is none', () => {
    expect(() => template({ description: '', resources: [vpc, vpc] })).toThrow(
      'two things of one template are called Vpc',
    )
    const dashed = resource('my-vpc', 'AWS::EC2::VPC', {})
    expect(() => template({ description: '', resources: [dashed] })).toThrow('"my-vpc" is no logical id')
  })
})
