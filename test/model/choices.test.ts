import { describe, expect, it } from 'vitest'
import {
  asOwner,
  blueGreen,
  canary,
  environment,
  factsOf,
  image,
  isHttps,
  isShift,
  linear,
  placeOf,
  postgres,
  postgresIn,
  rolling,
  service,
  serviceIn,
} from '#model'

const where = { account: '111111111111', region: 'ca-central-1' }
const production = environment('production', where)
const staging = environment('staging', where)
const api = service('api', { image: image('app'), port: 3000, health: '/health', scale: { requestsPerTask: 500 } })

describe('a service in an environment', () => {
  it('is the very handle where nothing differs', () => {
    expect(serviceIn(api, production)).toBe(api)
  })

  it('has what was said there, the later word last, and the rest of its scale', () => {
    const differing = api.in(staging, { cpu: 512, scale: { min: 1 } }).in(staging, { cpu: 1024, memory: 2048 })
    expect(serviceIn(differing, staging)).toMatchObject({
      cpu: 1024,
      memory: 2048,
      scale: { min: 1, max: 10, requestsPerTask: 500 },
    })
    expect(serviceIn(differing, production)).toMatchObject({ cpu: 256, scale: { min: 2 } })
  })

  it('is a new handle that stands at the line that made it', () => {
    const differing = api.in(staging, {})
    expect(differing).not.toBe(api)
    expect(api.overrides).toEqual([])
    expect(placeOf(differing)?.file).toContain('choices.test.ts')
    expect(placeOf(differing.in(production, {}))?.file).toContain('choices.test.ts')
  })
})

describe('a database in an environment', () => {
  it('has what was said there', () => {
    const main = postgres('main').in(production, { multiAz: true })
    expect([postgresIn(main, production).multiAz, postgresIn(main, staging).multiAz]).toEqual([true, false])
    expect(main.connect().to).toBe(main)
    expect(placeOf(main)?.file).toContain('choices.test.ts')
  })
})

describe('isHttps', () => {
  it('is true with a domain or a certificate', () => {
    const certificate = 'arn:aws:acm:ca-central-1:111111111111:certificate/a'
    expect(isHttps(environment('a', { ...where, domain: 'cruddur.com' }))).toBe(true)
    expect(isHttps(environment('a', { ...where, certificate }))).toBe(true)
    expect(isHttps(production)).toBe(false)
  })
})

describe('isShift', () => {
  it('tells the strategies in which ECS moves traffic', () => {
    expect([blueGreen(), canary(), linear(), rolling()].map(isShift)).toEqual([true, true, true, false])
  })
})

describe('what a program is told', () => {
  const main = postgres('main', { iamAuthentication: true })

  it('is its user and no password where it signs in with a token; the owner is told both', () => {
    const uses = [main.connect({ as: 'app' })]
    expect(factsOf({ uses })).toMatchObject({ PGUSER: { is: 'text', text: 'app' } })
    expect(factsOf({ uses })).not.toHaveProperty('PGPASSWORD')
    expect(factsOf({ uses: asOwner(uses) })).toMatchObject({
      PGUSER: { is: 'username' },
      PGPASSWORD: { is: 'password' },
    })
  })

  it('is the address of each service it calls, and its own variables', () => {
    expect(factsOf({ uses: [], calls: [api], variables: { LOG_LEVEL: 'info' } })).toEqual({
      API_URL: { is: 'text', text: 'http://api:3000' },
      LOG_LEVEL: { is: 'text', text: 'info' },
    })
  })
})
