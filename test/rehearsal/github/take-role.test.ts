import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import type { GitHubEvent } from '#rehearsal/github/run-identity.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'
import { aRun, pullRequest, push } from './a-run.ts'

const issuer = 'token.actions.githubusercontent.com'

const workflow = (more = '') => `
name: Test
on: [push, pull_request]
jobs:
  first:
    runs-on: ubuntu-24.04
    permissions: { id-token: write }
${more}    steps:
      - run: echo "before <$AWS_ACCESS_KEY_ID>"
      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c
        with:
          role-to-assume: arn:aws:iam::111111111111:role/sync
          aws-region: eu-west-1
          role-session-name: test-\${{ github.run_id }}
      - run: echo "after <$AWS_ACCESS_KEY_ID> in $AWS_REGION, secret $AWS_SECRET_ACCESS_KEY"
  second:
    needs: first
    runs-on: ubuntu-24.04
    steps:
      - run: echo "second <$AWS_ACCESS_KEY_ID>"
`

/** Runs the workflow against a local AWS whose role trusts one subject. */
const take = async (
  subject: string,
  given: {
    readonly event?: GitHubEvent
    readonly ref?: string
    readonly ids?: { owner: number; repo: number }
    readonly more?: string
  } = {},
) => {
  await using aws = await startTestAws()
  const iam = new IAMClient(clientOf(aws))
  const made = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: `https://${issuer}`, ClientIDList: ['sts.amazonaws.com'] }),
  )
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: made.OpenIDConnectProviderArn },
        Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject } },
      },
    ],
  }
  await iam.send(new CreateRoleCommand({ RoleName: 'sync', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  // Awaited here: the local AWS ends with this function.
  return await aRun({
    workflow: workflow(given.more),
    env: { AWS_ENDPOINT_URL: aws.endpoint },
    event: given.event ?? push,
    ...(given.ref && { ref: given.ref }),
    ...(given.ids && { ids: given.ids }),
    before: (github) => aws.core.sts.trustIssuer(github.issuer, () => github.jwks),
  })
}

test('a job takes a role that trusts its subject; only its later steps hold the credentials, and no log shows them', async () => {
  const { conclusion, said } = await take('repo:acme/cruddur:ref:refs/heads/production')
  expect(conclusion).toBe('success')
  expect(said).toContain('before <>')
  expect(said.some((each) => /^after <ASIA\w+> in eu-west-1, secret \*\*\*$/.test(each))).toBe(true)
  expect(said).toContain('second <>')
})

test.each([
  ['a push to another branch', { ref: 'refs/heads/feature' }],
  ['a pull request', { event: pullRequest(), ref: 'refs/pull/7/merge' }],
  ['the same branch from inside an environment', { more: '    environment: production\n' }],
  ['a repository that sends ids', { ids: { owner: 11, repo: 22 } }],
] as const)('a role that trusts the release branch is not given to %s', async (_, given) => {
  const { conclusion, jobs } = await take('repo:acme/cruddur:ref:refs/heads/production', given)
  expect(conclusion).toBe('failure')
  expect(jobs.first?.annotations).toEqual([
    {
      level: 'error',
      message: 'Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    },
  ])
})

test.each([
  ['repo:acme@11/cruddur@22:ref:refs/heads/production', { ids: { owner: 11, repo: 22 } }],
  ['repo:acme/cruddur:pull_request', { event: pullRequest(), ref: 'refs/pull/7/merge' }],
  ['repo:acme/cruddur:environment:production', { more: '    environment: production\n' }],
] as const)('a role that trusts %s is given to who sends it', async (subject, given) => {
  expect((await take(subject, given)).conclusion).toBe('success')
})

test('a job without id-token: write finds no credentials', async () => {
  const { jobs } = await aRun({
    workflow: workflow().replace('permissions: { id-token: write }', 'permissions: { contents: read }'),
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
  })
  expect(jobs.first?.annotations[0]?.message).toContain('Did you mean to set the `id-token` permission?')
})

test('without a local AWS no role is taken: nothing reaches the real one', async () => {
  const { jobs } = await aRun({ workflow: workflow() })
  expect(jobs.first?.annotations[0]?.message).toContain('there is no AWS_ENDPOINT_URL')
})
