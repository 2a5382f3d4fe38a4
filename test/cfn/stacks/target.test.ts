import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathsOf, priorityOf } from '#cfn/stacks/target.ts'
import { delivery, github, image, service, site } from '#model'
import { cruddur, production, propertiesOf, stackNamed, stacksFor } from './deliveries.ts'

const named = (names: readonly string[], apiOfSite?: string) => {
  const services = names.map((name) => service(name, { image: image('.'), port: 3000, health: '/health' }))
  const api = services.find((each) => each.name === apiOfSite)
  const sites = api ? [site('front', { folder: '.', build: 'b', output: 'o', api })] : []
  return delivery({ name: 'many', repo: github('a/b'), environments: [production], services, sites })
}

describe('the target group', () => {
  it('asks the service for its health where it answers, and lets requests finish quickly', () => {
    expect(propertiesOf(stackNamed(stacksFor(cruddur()), 'service-api'), 'TargetGroup')).toMatchObject({
      Port: 4567,
      TargetType: 'ip',
      HealthCheckPath: '/api/health',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    })
  })
})

describe('pathsOf', () => {
  it('gives the first service everything, the others their own name', () => {
    const d = named(['web', 'admin'])
    expect(d.services.map((each) => pathsOf(d, each))).toEqual([['/*'], ['/admin/*']])
  })

  it('gives the API of a site what the site sends it', () => {
    const d = named(['web', 'backend'], 'backend')
    expect(d.services.map((each) => pathsOf(d, each))).toEqual([['/*'], ['/backend/*', '/api/*']])
    const api = named(['web', 'api'], 'api')
    expect(api.services.map((each) => pathsOf(api, each))).toEqual([['/*'], ['/api/*']])
  })
})

describe('priorityOf', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/)

  it('gives every rule a priority of its own that a listener takes, the catch-all last', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 12 }), (names) => {
        const d = named(names)
        const priorities = d.services.map((each) => priorityOf(d, each))
        expect(new Set(priorities).size).toBe(priorities.length)
        expect(Math.min(...priorities)).toBeGreaterThanOrEqual(1)
        expect(priorities[0]).toBe(50_000)
        expect(Math.max(...priorities)).toBe(50_000)
      }),
      { numRuns: 50 },
    )
  })

  it('does not move when another service comes before it', () => {
    const before = named(['web', 'billing'])
    const after = named(['web', 'admin', 'billing'])
    const billing = (d: typeof before) => priorityOf(d, d.services.find((each) => each.name === 'billing') as never)
    expect(billing(after)).toBe(billing(before))
  })
})
