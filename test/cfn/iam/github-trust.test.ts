import { describe, expect, it } from 'vitest'
import { policyProblems } from '#cfn/iam/check.ts'

const issuer = 'token.actions.githubusercontent.com'

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

const trust = (conditions: Conditions, more: Readonly<Record<string, unknown>> = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${issuer}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        ...conditions,
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', ...conditions.StringEquals },
      },
      ...more,
    },
  ],
})

const judged = (document: unknown) => policyProblems(document).map(({ code, severity }) => `${severity} ${code}`)

const like = (sub: string | readonly string[]) => trust({ StringLike: { [`${issuer}:sub`]: sub } })
const equals = (sub: string | readonly string[]) => trust({ StringEquals: { [`${issuer}:sub`]: sub } })

describe('the subjects of a trust policy', () => {
  it.each([
    'repo:acme/app:ref:refs/heads/main',
    'repo:acme/app:environment:production',
    'repo:acme/app:ref:refs/heads/release/*',
    'repo:acme/app:ref:refs/tags/v*',
    'repo:acme@12/app@34:ref:refs/heads/main',
    'repo:acme@*/app@*:ref:refs/heads/main',
    'repo:${Owner}/${Repository}:ref:refs/heads/${Branch}',
    'repo:${local.repository}:ref:refs/heads/main',
    'repository_id:34:ref:refs/heads/main',
  ])('lets %s pass', (sub) => {
    expect(judged(like(sub))).toEqual([])
  })

  it.each([
    ['*', 'trust-any-owner'],
    ['repo:*', 'trust-any-owner'],
    ['repo:*/app:ref:refs/heads/main', 'trust-any-owner'],
    ['repo:acme*', 'trust-any-owner'],
    ['repo:acme/*', 'trust-other-repository'],
    ['repo:acme/app*', 'trust-other-repository'],
    ['repo:acme/app*:ref:refs/heads/main', 'trust-other-repository'],
    ['repo:acme/ap?:ref:refs/heads/main', 'trust-other-repository'],
    ['repo:${Owner}/*:ref:refs/heads/main', 'trust-other-repository'],
    ['repository_owner:acme', 'trust-other-repository'],
    ['environment:production', 'trust-any-owner'],
    ['repo:acme/app', 'trust-never-matches'],
    ['Repo:acme/app:ref:refs/heads/main', 'trust-never-matches'],
    ['repo:acme/app:ref:main', 'trust-never-matches'],
    ['acme/app:ref:refs/heads/main', 'trust-never-matches'],
  ])('refuses %s: %s', (sub, code) => {
    expect(judged(like(sub))).toEqual([`error ${code}`])
  })

  it.each([
    ['repo:acme/app:*', 'trust-any-ref'],
    ['repo:acme/app:ref:refs/heads/*', 'trust-any-ref'],
    ['repo:acme@12/app@34:*', 'trust-any-ref'],
    ['repo:acme/app:pull_request', 'trust-pull-request'],
    ['${subject}', 'trust-unreadable'],
  ])('warns of %s: %s', (sub, code) => {
    expect(judged(like(sub))).toEqual([`warning ${code}`])
  })

  it('takes the widest of several subjects', () => {
    expect(judged(like(['repo:acme/app:ref:refs/heads/main', 'repo:acme/*']))).toEqual(['error trust-other-repository'])
  })

  it('knows that StringEquals has no wildcards', () => {
    expect(judged(equals('repo:acme/app:*'))).toEqual(['error trust-never-matches'])
    expect(judged(equals(['repo:acme/app:*', 'repo:acme/app:ref:refs/heads/main']))).toEqual([
      'warning trust-never-matches',
    ])
  })
})

describe('the other conditions of a trust policy', () => {
  it('asks for a subject', () => {
    expect(judged(trust({}))).toEqual(['error trust-without-subject'])
  })

  it('asks whom the token is for', () => {
    const conditions = { StringLike: { [`${issuer}:sub`]: 'repo:acme/app:ref:refs/heads/main' } }
    expect(judged(trust({}, { Condition: conditions }))).toEqual(['warning trust-without-audience'])
  })

  it('takes the id of a repository for its name', () => {
    expect(
      judged(
        trust({
          StringLike: { [`${issuer}:sub`]: 'repo:acme/*' },
          StringEquals: { [`${issuer}:repository_id`]: '34' },
        }),
      ),
    ).toEqual(['warning trust-any-ref'])
  })

  it('takes an environment for a narrower subject', () => {
    expect(
      judged(
        trust({
          StringLike: { [`${issuer}:sub`]: 'repo:acme/app:*' },
          StringEquals: { [`${issuer}:environment`]: 'prod' },
        }),
      ),
    ).toEqual([])
  })

  it('knows that a condition which says what is not allowed is none', () => {
    expect(judged(trust({ StringNotLike: { [`${issuer}:sub`]: 'repo:acme/app:pull_request' } }))).toEqual([
      'error trust-without-subject',
    ])
  })

  it('hears a Deny of everybody else', () => {
    const open = like('repo:*')
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringNotLike: { [`${issuer}:sub`]: 'repo:acme/app:ref:refs/heads/main' } },
    }
    expect(judged({ ...open, Statement: [...open.Statement, deny] })).toEqual([])
  })

  it('knows that ForAllValues is true without the key', () => {
    expect(
      judged(trust({ 'ForAllValues:StringLike': { [`${issuer}:sub`]: 'repo:acme/app:ref:refs/heads/main' } })),
    ).toEqual(['error trust-for-all-values'])
    expect(judged(trust({ StringEqualsIfExists: { [`${issuer}:sub`]: 'repo:acme/app:ref:refs/heads/main' } }))).toEqual(
      ['error trust-for-all-values'],
    )
    expect(
      judged(
        trust({
          'ForAllValues:StringLike': { [`${issuer}:sub`]: 'repo:acme/app:ref:refs/heads/main' },
          StringEquals: { [`${issuer}:repository`]: 'acme/app' },
        }),
      ),
    ).toEqual(['warning trust-for-all-values'])
    expect(judged(trust({ 'ForAllValues:StringEquals': { [`${issuer}:iss`]: `https://${issuer}` } }))).toEqual([
      'error trust-without-subject',
      'warning trust-for-all-values',
    ])
  })

  it('compares the issuer of the keys with the provider', () => {
    expect(judged(trust({ StringLike: { [`${issuer}/acme:sub`]: 'repo:acme/app:ref:refs/heads/main' } }))).toEqual([
      'error trust-never-matches',
    ])
    const enterprise = {
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${issuer}/acme` },
      Condition: {
        StringEquals: {
          [`${issuer}/acme:aud`]: 'sts.amazonaws.com',
          [`${issuer}/acme:sub`]: 'repo:acme/app:ref:refs/heads/main',
        },
      },
    }
    expect(judged(trust({}, enterprise))).toEqual([])
  })

  it('leaves other identity providers alone', () => {
    const cluster = {
      Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC' },
      Condition: { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub': 'system:serviceaccount:a:b' } },
    }
    expect(judged(trust({}, cluster))).toEqual([])
  })
})

describe('any policy document', () => {
  it.each<readonly [about: string, statement: object, found: readonly string[]]>([
    [
      'a role for a service',
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      [],
    ],
    [
      'a role for everybody',
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
      ['error trust-anyone'],
    ],
    [
      'a role for an organization',
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
      [],
    ],
    ['a statement of few words', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }, []],
    [
      'a role passed to one service',
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      [],
    ],
    ['a statement without an action', { Effect: 'Allow', Resource: '*' }, ['error policy-malformed']],
    [
      'an operator that IAM does not have',
      { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringMatches: { 'aws:SourceIp': 'a' } } },
      ['error policy-malformed'],
    ],
  ])('judges %s', (_, statement, found) => {
    expect(judged({ Version: '2012-10-17', Statement: [statement] })).toEqual(found)
  })
})
