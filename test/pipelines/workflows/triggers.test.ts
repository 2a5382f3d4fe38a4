import { expect, test } from 'vitest'
import { environment, github, type Job, job, manual, onPullRequest, onRelease, workflow } from '#model'
import { conditionOf, triggersOf } from '#pipelines/workflows/triggers.ts'

const repo = github('acme/cruddur', { release: 'main' })
const other = github('acme/cruddur', { release: 'next' })
const production = environment('production', { account: '111111111111', region: 'ca-central-1' })

const aJob = (id: string, on: Job['on']) => job(id, { on, environment: production, steps: [] })
const aWorkflow = (...jobs: readonly Job[]) =>
  workflow('x', { title: 'X', jobs, concurrency: { group: 'x', cancelInProgress: false } })

test('a workflow starts for all that its jobs start for', () => {
  const both = aWorkflow(aJob('a', [onRelease(repo, ['app/**'])]), aJob('b', [onPullRequest(repo), manual()]))
  expect(triggersOf(both)).toEqual({
    push: { branches: ['main'], paths: ['app/**'] },
    pull_request: { branches: ['main'] },
    workflow_dispatch: null,
  })
})

test.each([
  ['all of them', [onRelease(repo)], [onRelease(repo)], undefined],
  [
    'only the pushes',
    [onRelease(repo)],
    [onPullRequest(repo)],
    "github.event_name == 'push' && github.ref == 'refs/heads/main'",
  ],
  [
    'only the pull requests',
    [onPullRequest(repo)],
    [onRelease(repo)],
    "github.event_name == 'pull_request' && github.base_ref == 'main'",
  ],
  [
    'only one branch',
    [onRelease(repo)],
    [onRelease(other)],
    "github.event_name == 'push' && github.ref == 'refs/heads/main'",
  ],
  [
    'two of three',
    [onRelease(repo), manual()],
    [onPullRequest(repo)],
    "(github.event_name == 'push' && github.ref == 'refs/heads/main') || (github.event_name == 'workflow_dispatch')",
  ],
] as const)('a job that must run for %s carries the condition for it', (_, own, others, expected) => {
  const a = aJob('a', own)
  expect(conditionOf(aWorkflow(a, aJob('b', others)), a)).toBe(expected)
})

test('jobs that start on different paths of one event cannot share a workflow', () => {
  const both = aWorkflow(aJob('a', [onRelease(repo, ['a/**'])]), aJob('b', [onRelease(repo, ['b/**'])]))
  expect(() => triggersOf(both)).toThrow('its jobs start on push of different paths')
})
