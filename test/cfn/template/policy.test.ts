import { describe, expect, it } from 'vitest'
import { allow, policy, trustService } from '#cfn/template/policy.ts'

describe('policies', () => {
  it('are documents of the language with variables', () => {
    expect(policy(allow(['s3:GetObject'], 'arn:aws:s3:::b/*'))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::b/*' }],
    })
  })

  it('trust a service, under a condition when one is given', () => {
    const when = { StringEquals: { 'aws:SourceAccount': '111111111111' } }
    expect(trustService('codebuild.amazonaws.com', when).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'codebuild.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: when,
      },
    ])
    expect(trustService('codebuild.amazonaws.com').Statement[0]).not.toHaveProperty('Condition')
  })
})
