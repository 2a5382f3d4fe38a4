import { describe, expect, it } from 'vitest'
import {
  environment,
  github,
  job,
  manual,
  onPullRequest,
  onRelease,
  role,
  script,
  subjectsOf,
  takenRoles,
  workflow,
} from '#model'

const repo = github('acme/hello', { release: 'production' })
const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const steps = [script('Do it', { run: 'true' })]
const textsOf = (subjects: readonly { readonly text: string }[]) => subjects.map(({ text }) => text)

describe('the subjects of a job', () => {
  it.each([
    ['a push', job('a', { on: [onRelease(repo)], steps }), ['repo:acme/hello:ref:refs/heads/production']],
    ['a pull request', job('a', { on: [onPullRequest(repo)], steps }), ['repo:acme/hello:pull_request']],
    [
      'both',
      job('a', { on: [onRelease(repo), onPullRequest(repo)], steps }),
      ['repo:acme/hello:ref:refs/heads/production', 'repo:acme/hello:pull_request'],
    ],
    [
      'an environment, whatever starts it',
      job('a', { on: [onRelease(repo), manual()], environment: production, steps }),
      ['repo:acme/hello:environment:production'],
    ],
  ])('of %s are exactly these', (_, given, expected) => {
    expect(textsOf(subjectsOf(repo, given))).toEqual(expected)
  })

  it('carry the ids of a repository that has them', () => {
    const withIds = github('acme/hello', { ids: { owner: 12, repo: 34 } })
    expect(textsOf(subjectsOf(withIds, job('a', { on: [onPullRequest(withIds)], steps })))).toEqual([
      'repo:acme@12/hello@34:pull_request',
    ])
  })

  it('never hold a wildcard, and are compared whole', () => {
    for (const subject of subjectsOf(repo, job('a', { on: [onRelease(repo)], steps }))) {
      expect(subject.operator).toBe('StringEquals')
      expect(subject.text).not.toMatch(/[*?]/)
    }
  })

  it('are none for a job by hand without an environment: nothing would bound it', () => {
    expect(() => subjectsOf(repo, job('a', { on: [manual()], steps }))).toThrow('environment')
  })
})

describe('the roles that jobs take', () => {
  const deployer = role('deployer', production)
  const reader = role('reader', production)
  const grant = { may: 'preview-stacks', to: production } as const

  it('hold the subjects and the grants of exactly the jobs that take them, each subject once', () => {
    const workflows = [
      workflow('one', {
        title: 'One',
        concurrency: { group: 'one', cancelInProgress: false },
        jobs: [
          job('deploy', { on: [onRelease(repo)], role: deployer, steps }),
          job('again', { on: [onRelease(repo)], role: deployer, steps }),
          job('free', { on: [onPullRequest(repo)], steps }),
          job('look', {
            on: [onPullRequest(repo)],
            role: reader,
            steps: [script('Look', { run: 'true', grants: [grant] })],
          }),
        ],
      }),
    ]
    expect(takenRoles(repo, workflows).map((each) => [each.role, textsOf(each.subjects), each.grants])).toEqual([
      [deployer, ['repo:acme/hello:ref:refs/heads/production'], []],
      [reader, ['repo:acme/hello:pull_request'], [grant]],
    ])
  })
})
