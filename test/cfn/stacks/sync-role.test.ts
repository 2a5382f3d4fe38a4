import { describe, expect, it } from 'vitest'
import { stacksOf } from '#cfn/generate.ts'
import { environment, job, manual, onRelease, role, script, workflow } from '#model'
import { takenRoles } from '#model/subject.ts'
import { cruddur, production, propertiesOf, stackNamed, stacksFor, waysOf } from './deliveries.ts'
import { at, listAt } from './look.ts'

const stack = stackNamed(stacksFor(cruddur()), 'sync-role')
const trustOf = (logicalId: string) => at(propertiesOf(stack, logicalId), 'AssumeRolePolicyDocument', 'Statement')

describe('a role that GitHub takes', () => {
  it('trusts exactly the jobs that take it, for exactly this audience', () => {
    expect(trustOf('PreviewRole')).toEqual([
      {
        Effect: 'Allow',
        Principal: {
          Federated: { 'Fn::If': ['IsProviderMissing', { Ref: 'GitHubProvider' }, { Ref: 'GitHubProviderArn' }] },
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': ['repo:acme/cruddur:pull_request'],
          },
        },
      },
    ])
    expect(at(trustOf('SyncRole'), 0, 'Condition', 'StringEquals', 'token.actions.githubusercontent.com:sub')).toEqual([
      'repo:acme/cruddur:environment:production',
    ])
  })

  it('never compares with a pattern', () => {
    expect(JSON.stringify(trustOf('PreviewRole'))).not.toMatch(/StringLike|ForAllValues|\*/)
  })

  it('has the name that the workflow spells before the role exists', () => {
    expect(propertiesOf(stack, 'SyncRole').RoleName).toBe('cruddur-production-sync')
  })

  it('may what its jobs do', () => {
    const allowedTo = (logicalId: string) =>
      listAt(propertiesOf(stack, logicalId), 'Policies', 0, 'PolicyDocument', 'Statement').flatMap(
        ({ Action }) => Action,
      )
    expect(allowedTo('SyncRole')).toContain('cloudfront:CreateInvalidation')
    expect(allowedTo('SyncRole')).not.toContain('cloudformation:CreateChangeSet')
    expect(allowedTo('PreviewRole')).toContain('cloudformation:CreateChangeSet')
    expect(allowedTo('PreviewRole')).not.toContain('s3:DeleteObject')
  })

  it('has no policy at all when its jobs do nothing in AWS', () => {
    const d = cruddur()
    const idle = role('idle', production)
    const jobs = [
      job('idle', {
        on: [onRelease(d.repo), manual()],
        environment: production,
        role: idle,
        steps: [script('Wait', { run: 'true' })],
      }),
    ]
    const roles = takenRoles(d.repo, [
      workflow('w', { title: 'W', jobs, concurrency: { group: 'g', cancelInProgress: false } }),
    ])
    const made = stackNamed(stacksOf(d, production, { ...waysOf(d, production), roles }), 'sync-role')
    expect(propertiesOf(made, 'IdleRole')).not.toHaveProperty('Policies')
  })
})

describe('the identity provider', () => {
  it('pins no certificate and is made only where the account has none', () => {
    expect(propertiesOf(stack, 'GitHubProvider')).toMatchObject({
      Url: 'https://token.actions.githubusercontent.com',
      ClientIdList: ['sts.amazonaws.com'],
    })
    expect(propertiesOf(stack, 'GitHubProvider')).not.toHaveProperty('ThumbprintList')
    expect(stack.template.Resources.GitHubProvider?.Condition).toBe('IsProviderMissing')
    expect(stack.parameters).toEqual({})
  })

  it('is shared with the environment before it in the same account', () => {
    const staging = environment('staging', { account: production.account, region: 'eu-west-1' })
    const d = cruddur([production, staging])
    expect(stackNamed(stacksFor(d, staging), 'sync-role').parameters).toEqual({
      GitHubProviderArn: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
    })
    expect(stackNamed(stacksFor(d, production), 'sync-role').parameters).toEqual({})
  })
})
