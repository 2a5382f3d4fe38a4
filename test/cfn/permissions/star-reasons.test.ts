import { describe, expect, it } from 'vitest'
import { starReasonOf } from '#cfn/permissions/star-reasons.ts'
import { trustReasonOf } from '#cfn/permissions/trust-reasons.ts'
import { rolesOf } from './sample.ts'

const roles = [...rolesOf('staging'), ...rolesOf('production')]
const allowed = roles.flatMap(({ logicalId, statements }) =>
  statements.filter(({ effect }) => effect === 'Allow').map((each) => ({ logicalId, ...each })),
)

describe('what roles are allowed', () => {
  it('stands on `*` only with a reason', () => {
    const bare = allowed.filter(({ resources, logicalId }) => resources.includes('*') && logicalId !== 'DriftRole')
    expect(bare.flatMap(({ actions }) => actions).filter((action) => starReasonOf(action) === undefined)).toEqual([])
    expect(bare.length).toBeGreaterThan(5)
  })

  it('is said action by action, never by a pattern or by what is left out', () => {
    expect(allowed.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
    expect(allowed.filter(({ notActions, notResources }) => notActions.length + notResources.length > 0)).toEqual([])
  })

  it('reads configuration and no content for the sake of drift', () => {
    const drift = allowed.filter(({ logicalId }) => logicalId === 'DriftRole').flatMap(({ actions }) => actions)
    const writes = /:(Create|Delete|Put|Update|Modify|Attach|Tag|Run|Start|Pass|Register)/
    const content = /:(GetObject|GetItem|Query|Scan|GetSecretValue|GetParameter)/
    expect(drift.filter((action) => writes.test(action) || content.test(action))).toEqual([])
  })

  it('passes roles only to the service that is named', () => {
    const passing = allowed.filter(({ actions }) => actions.includes('iam:PassRole'))
    expect(passing.length).toBeGreaterThan(2)
    for (const { conditions, resources } of passing) {
      expect(conditions.map(({ key }) => key)).toContain('iam:PassedToService')
      expect(resources).not.toContain('*')
    }
  })
})

describe('who takes roles', () => {
  it('is bound to this account wherever a service says for whom it acts, or a reason says why not', () => {
    const services = roles.flatMap(({ id, trust }) => trust.map((statement) => ({ id, ...statement })))
    const unbound = services
      .filter(({ principals }) => principals?.some(({ kind }) => kind === 'Service'))
      .filter(({ conditions }) => !conditions.some(({ key }) => key === 'aws:SourceAccount'))
      .flatMap(({ id, principals = [] }) => principals.map(({ value }) => ({ id, value })))
    expect(unbound.filter(({ value }) => trustReasonOf(value) === undefined)).toEqual([])
    expect([...new Set(unbound.map(({ value }) => value))].sort()).toEqual([
      'chatbot.amazonaws.com',
      'ecs.amazonaws.com',
    ])
  })
})
