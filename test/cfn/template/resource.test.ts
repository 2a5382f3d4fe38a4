import { describe, expect, it } from 'vitest'
import { condition, equals } from '#cfn/template/condition.ts'
import { kept, resource } from '#cfn/template/resource.ts'

describe('resource', () => {
  it('gives its reference and its attributes', () => {
    const bucket = resource('Bucket', 'AWS::S3::Bucket', {})
    expect(bucket.ref).toEqual({ Ref: 'Bucket' })
    expect(bucket.att('Arn')).toEqual({ 'Fn::GetAtt': ['Bucket', 'Arn'] })
  })

  it('names an output of a nested stack as its attribute', () => {
    const nested = resource('Builds', 'AWS::CloudFormation::Stack', { TemplateURL: 'https://a/b' })
    expect(nested.att('Outputs.Project')).toEqual({ 'Fn::GetAtt': ['Builds', 'Outputs.Project'] })
  })

  it('says its policies, its condition and what it waits for', () => {
    const first = resource('First', 'AWS::S3::Bucket', {}, kept)
    const second = resource(
      'Second',
      'AWS::S3::Bucket',
      {},
      {
        dependsOn: [first],
        condition: condition('Always', equals('a', 'a')),
        metadata: { why: 'test' },
      },
    )
    expect(first.body).toEqual({
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {},
    })
    expect(second.body).toMatchObject({ DependsOn: ['First'], Condition: 'Always', Metadata: { why: 'test' } })
  })
})
