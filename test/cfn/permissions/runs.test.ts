import { describe, expect, it } from 'vitest'
import { rolesIn } from '#cfn/permissions/roles.ts'
import { canTake, runsOf, takersOf } from '#cfn/permissions/runs.ts'
import { delivery, environment, github, image, service, site } from '#model'
import { stacksByEnvironment } from '#pipelines/generate.ts'
import { rolesOf, sample } from './sample.ts'

const onRelease = [
  'push to, or run by hand on, `release`',
  '`pull_request_target` into `release`, with the workflow that lies there',
]

describe.each(['staging', 'production'])('the runs that can take the roles of %s', (name) => {
  const takers = takersOf(rolesOf(name), runsOf(sample.repo, sample.environments))
  const runsFor = (logicalId: string) =>
    takers.find(({ role }) => role.logicalId === logicalId)?.runs.map((run) => run.says)

  it('are exactly these, and no role more can be taken', () => {
    expect(takers.map(({ role }) => role.logicalId)).toEqual(['PreviewRole', 'SyncRole', 'DriftRole', 'ReleaseRole'])
    expect(runsFor('PreviewRole')).toEqual(['pull request from this repository'])
    expect(runsFor('SyncRole')).toEqual(onRelease)
    expect(runsFor('DriftRole')).toEqual(['push to, schedule on, or run by hand on `main`'])
    expect(runsFor('ReleaseRole')).toEqual(onRelease)
  })

  it('never are those of a fork, of another repository or with a token for someone else', () => {
    const foreign = runsOf(sample.repo, sample.environments).filter((run) => /fork|another|alike/.test(run.says))
    expect(foreign.length).toBeGreaterThan(4)
    for (const { role } of takers) expect(foreign.filter((run) => canTake(role, run))).toEqual([])
  })
})

describe('a repository whose tokens carry ids', () => {
  const repo = github('acme/app', { release: 'release', ids: { owner: 11, repo: 22 } })
  const where = environment('production', { account: '111111111111', region: 'eu-west-1' })
  const api = service('api', { image: image('app'), port: 3000, health: '/health' })
  const web = site('web', { folder: 'web', build: 'make', output: 'dist', api })
  const d = delivery({ name: 'acme', repo, environments: [where], services: [api], sites: [web] })
  const roles = stacksByEnvironment(d).flatMap(({ stacks }) => rolesIn(stacks))

  it('is trusted in that form alone: its old name could be another repository’s one day', () => {
    const sync = roles.find(({ logicalId }) => logicalId === 'SyncRole')
    if (!sync) throw new Error('no sync role')
    expect(canTake(sync, { says: '', sub: 'repo:acme@11/app@22:ref:refs/heads/release' })).toBe(true)
    expect(canTake(sync, { says: '', sub: 'repo:acme/app:ref:refs/heads/release' })).toBe(false)
    expect(canTake(sync, { says: '', sub: 'repo:acme@11/app@23:ref:refs/heads/release' })).toBe(false)
  })
})
