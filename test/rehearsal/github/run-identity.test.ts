import { expect, test } from 'vitest'
import { claimsOf, isFromFork, type JobIdentity, subjectOf } from '#rehearsal/github/run-identity.ts'
import { pullRequest, push } from './a-run.ts'

const anIdentity = (given: Partial<JobIdentity> = {}): JobIdentity => ({
  repository: { slug: 'acme/cruddur' },
  event: push,
  ref: 'refs/heads/production',
  sha: 'a'.repeat(40),
  actor: 'octocat',
  runId: '5',
  workflow: { name: 'Sync', path: '.github/workflows/sync.yml' },
  ...given,
})

const ids = { owner: 11, repo: 22 }

test.each([
  ['a push', {}, 'repo:acme/cruddur:ref:refs/heads/production'],
  ['a pull request', { event: pullRequest(), ref: 'refs/pull/7/merge' }, 'repo:acme/cruddur:pull_request'],
  ['an environment', { environment: 'production' }, 'repo:acme/cruddur:environment:production'],
  [
    'an environment on a pull request',
    { event: pullRequest(), environment: 'a:b' },
    'repo:acme/cruddur:environment:a%3Ab',
  ],
  [
    'a newer repository',
    { repository: { slug: 'acme/cruddur', ids } },
    'repo:acme@11/cruddur@22:ref:refs/heads/production',
  ],
] as const)('the subject of %s', (_, given, expected) => {
  expect(subjectOf(anIdentity(given))).toBe(expected)
})

test('the claims name the workflow, the event and the branches of a pull request', () => {
  expect(claimsOf(anIdentity({ event: pullRequest(), ref: 'refs/pull/7/merge' }))).toMatchObject({
    iss: 'https://token.actions.githubusercontent.com',
    event_name: 'pull_request',
    base_ref: 'production',
    head_ref: 'feature',
    job_workflow_ref: 'acme/cruddur/.github/workflows/sync.yml@refs/pull/7/merge',
  })
})

test('a pull request from another repository is from a fork, whatever the letters’ case', () => {
  expect(isFromFork(anIdentity({ event: pullRequest('Acme/Cruddur') }))).toBe(false)
  expect(isFromFork(anIdentity({ event: pullRequest('someone/cruddur') }))).toBe(true)
})
