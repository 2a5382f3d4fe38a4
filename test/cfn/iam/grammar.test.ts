import { describe, expect, it } from 'vitest'
import { policyProblems } from '#cfn/iam/check.ts'

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }

const said = (...statements: readonly unknown[]) =>
  policyProblems({ Version: '2012-10-17', Statement: statements })
    .filter(({ code }) => code === 'policy-malformed')
    .map(({ says }) => says)

describe('what IAM refuses', () => {
  it('takes a statement as it is documented', () => {
    expect(said({ Sid: 'Read1', ...read }, { Sid: 'Read2', ...read })).toEqual([])
  })

  it.each([
    [
      'an id twice',
      [
        { Sid: 'A', ...read },
        { Sid: 'A', ...read },
      ],
      'another statement has the id "A"',
    ],
    ['an id with a space', [{ Sid: 'to read', ...read }], '"to read" is no statement id'],
    ['a name for an ARN', [{ ...read, Resource: 'b/*' }], '"b/*" is no ARN'],
    ['another letter case', [{ ...read, Effect: 'allow' }], 'the effect is "allow"'],
  ])('sees %s', (_, statements, says) => {
    expect(said(...statements)).toEqual([says])
  })

  it('takes any id in a policy of a resource, and ARNs that a template fills', () => {
    expect(said({ Sid: 'to read', ...read, Principal: { AWS: '111111111111' } })).toEqual([])
    expect(said({ ...read, Resource: ['*', '${Bucket.Arn}/*'] })).toEqual([])
  })
})
