import { describe, expect, it } from 'vitest'
import { previewStatements } from '#cfn/stacks/preview-grant.ts'
import { cruddur, layersOf, production, siteAlone } from './deliveries.ts'

const statements = previewStatements(cruddur(), production, layersOf(cruddur()))
const actions = statements.flatMap((each) => each.Action)

describe('what a preview may', () => {
  it('make and read change sets, and execute none', () => {
    expect(actions).toContain('cloudformation:CreateChangeSet')
    expect(actions.filter((each) => /ExecuteChangeSet|(Create|Update|Delete)Stack$|PassRole|iam:/.test(each))).toEqual(
      [],
    )
  })

  it('reach the stacks of its environment only', () => {
    const changing = statements.find((each) => each.Action.includes('cloudformation:CreateChangeSet'))
    expect(changing?.Resource).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/cruddur-production-*/*',
    })
  })

  it('add templates without ever replacing one that a deployment may be reading', () => {
    const writing = statements.filter((each) => each.Action.includes('s3:PutObject'))
    expect(writing).toHaveLength(1)
    expect(writing[0]).toMatchObject({
      Resource: { 'Fn::Sub': ['${bucketArn}/templates/*', expect.anything()] },
      Condition: { Null: { 's3:if-none-match': 'false' } },
    })
    expect(actions).not.toContain('s3:DeleteObject')
  })

  it('read the image parameters, where there are any', () => {
    const reading = statements.filter((each) => each.Action.includes('ssm:GetParameters'))
    expect(reading.map((each) => each.Resource)).toEqual([
      [
        {
          'Fn::Sub':
            'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/cruddur/production/api/image',
        },
      ],
    ])
    const alone = previewStatements(siteAlone(), production, layersOf(siteAlone()))
    expect(alone.flatMap((each) => each.Action)).not.toContain('ssm:GetParameters')
  })
})
