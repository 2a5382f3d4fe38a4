// What each role's work calls is allowed; what lies next to it is not.
import { describe, expect, it } from 'vitest'
import { decide } from '#cfn/iam/evaluate.ts'
import { githubRoles } from './github-roles.ts'
import { pipelineRoles } from './pipeline-roles.ts'
import { runtimeRoles } from './runtime-roles.ts'
import { roleNamed, rolesOf } from './sample.ts'
import { type Case, repository } from './vocabulary.ts'

const staging = { ...runtimeRoles, ...pipelineRoles, ...githubRoles }

const decided = (id: string, [action, resource, context = {}]: Case) =>
  decide(roleNamed('staging', id).statements, { action, resource, context })

describe.each(Object.entries(staging))('role %s', (id, { may, mayNot }) => {
  it('may what its work calls', () => {
    expect(may.filter((each) => decided(id, each) !== 'allowed')).toEqual([])
  })

  it('may not what lies next to that', () => {
    expect(mayNot.filter((each) => decided(id, each) === 'allowed')).toEqual([])
  })
})

it('leaves no role out', () => {
  expect(
    rolesOf('staging')
      .map(({ id }) => id)
      .filter((id) => !(id in staging)),
  ).toEqual([])
})

it('takes images from the earlier environment and gives none back', () => {
  const { statements } = roleNamed('production', 'cicd-builds/ApiPromoteRole')
  const call = (action: string, resource: string) => decide(statements, { action, resource })
  expect(call('ecr:BatchGetImage', repository('api'))).toBe('allowed')
  expect(call('ecr:PutImage', repository('api'))).toBe('denied')
  expect(call('ecr:BatchGetImage', repository('worker'))).toBe('denied')
  expect(call('ecr:PutImage', 'arn:aws:ecr:ca-central-1:111111111111:repository/acme/production/api')).toBe('allowed')
})
