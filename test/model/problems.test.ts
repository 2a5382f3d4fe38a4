import { describe, expect, it } from 'vitest'
import {
  type Bucket,
  bucket,
  budget,
  delivery,
  environment,
  Fault,
  type Func,
  func,
  github,
  identity,
  image,
  machineUser,
  observability,
  postgres,
  request,
  scheduled,
  service,
  site,
  table,
} from '#model'

const where = { account: '111111111111', region: 'ca-central-1' }
const production = environment('production', { ...where, domain: 'cruddur.com' })
const repo = github('acme/cruddur')
const api = service('api', { image: image('.'), port: 3000, health: '/health' })
const folder = { source: 'functions/one' }
const pages = { folder: '.', build: 'npm run build', output: 'dist' }
const users = identity('users')
const messages = table('messages', { key: ['pk'], stream: 'new-image' })

type Given = Partial<Parameters<typeof delivery>[0]>

const codesOf = (given: Given): readonly string[] => {
  try {
    delivery({ name: 'cruddur', repo, environments: [production], services: [api], ...given })
    return []
  } catch (error) {
    if (error instanceof Fault) return error.findings.map(({ code }) => code)
    throw error
  }
}

const withFunction = (given: Partial<Parameters<typeof func>[1]>): Given => ({
  functions: [func('one', { ...folder, ...given })],
})
const withBucket = (given: Parameters<typeof bucket>[1]): Given => {
  const made: Bucket = bucket('uploads', given)
  return withFunction({ uses: [made.read()] })
}
const withSite = (given: Partial<Parameters<typeof site>[1]>): Given => ({
  sites: [site('web', { ...pages, ...given })],
})
const named = (id: string): Func => func(id, { ...folder, on: users.confirmed() })

const wrong: readonly (readonly [code: string, given: Given])[] = [
  ['path-outside-repository', withFunction({ source: '../elsewhere' })],
  ['function-memory-out-of-range', withFunction({ memory: 64 })],
  ['function-without-build', withFunction({ build: '' })],
  ['function-timeout-out-of-range', withFunction({ timeoutSeconds: 901 })],
  ['function-handler-malformed', withFunction({ handler: 'handler' })],
  ['function-architecture-unknown', withFunction({ architecture: 'mips' as 'arm64' })],
  ['function-runtime-unknown', withFunction({ runtime: 'node22' })],
  ['table-without-stream', withFunction({ on: table('plain', { key: ['pk'] }).changed() })],
  ['request-path-malformed', withFunction({ on: request('POST', 'avatars') })],
  ['schedule-malformed', withFunction({ on: scheduled('every day') })],
  ['function-needs-its-caller', withFunction({ uses: [users.verify()], on: users.confirmed() })],
  ['event-heard-twice', { functions: [named('one'), named('two')] }],
  ['request-taken', { functions: ['one', 'two'].map((id) => func(id, { ...folder, on: request('GET', '/avatars') })) }],
  [
    'function-without-network',
    { ...withFunction({ uses: [postgres('cruddur').connect()] }), ...withSite({}), services: [] },
  ],
  ['name-taken', { functions: [func('one', folder), func('one', folder)] }],
  ['origin-malformed', withBucket({ uploadsFrom: ['*'] })],
  ['origin-malformed', withBucket({ uploadsFrom: 'everywhere' as 'sites' })],
  ['function-not-delivered', withFunction({ on: request('GET', '/avatars', { by: func('other', folder) }) })],
  ['bucket-expiry-out-of-range', withBucket({ expireDays: 0 })],
  ['attribute-unknown', withFunction({ uses: [identity('people', { attributes: ['shoe_size'] }).verify()] })],
  ['address-malformed', withFunction({ uses: [identity('people', { from: 'cruddur.com' }).verify()] })],
  ['machine-user-without-use', { machineUsers: [machineUser('reporting', { uses: [] })] }],
  ['machine-user-outside-network', { machineUsers: [machineUser('reporting', { uses: [postgres('x').connect()] })] }],
  ['address-malformed', { observability: observability({ notify: ['ops'] }) }],
  ['sampling-out-of-range', { observability: observability({ sampling: 5 }) }],
  ['latency-out-of-range', { observability: observability({ latencySeconds: 0 }) }],
  ['budget-out-of-range', { budget: budget({ monthlyUsd: 0, notify: ['ops@example.com'] }) }],
  ['budget-without-reader', { budget: budget({ monthlyUsd: 50, notify: [] }) }],
  ['budget-notices-malformed', { budget: budget({ monthlyUsd: 50, notify: ['ops@example.com'], at: [0] }) }],
  ['alias-malformed', withSite({ aliases: ['https://cruddur.com'] })],
  ['alias-without-domain', { ...withSite({ aliases: ['www'] }), environments: [environment('production', where)] }],
  [
    'alias-shared',
    { ...withSite({ aliases: ['www.cruddur.com'] }), environments: [production, environment('staging', where)] },
  ],
  ['site-certificate-elsewhere', withSite({ certificate: 'arn:aws:acm:ca-central-1:111111111111:certificate/one' })],
  ['site-firewall-elsewhere', withSite({ firewall: 'arn:aws:wafv2:ca-central-1:111111111111:regional/webacl/x/y' })],
]

describe('a configuration with functions, buckets, names and watchers', () => {
  it.each(wrong)('is refused as %s, and as nothing else', (code, given) => {
    expect(codesOf(given)).toEqual([code])
  })

  it('is accepted when nothing is wrong', () => {
    const uploads = bucket('uploads', { uploadsFrom: ['https://cruddur.com', 'http://localhost:5173'], expireDays: 1 })
    const given: Given = {
      ...withSite({ aliases: ['@', 'www'], firewall: true, logs: true, buckets: [uploads] }),
      functions: [
        named('confirm'),
        func('follow', {
          ...folder,
          uses: [messages.read()],
          on: [messages.changed(), scheduled('cron(0 3 * * ? *)')],
        }),
        func('presign', { ...folder, uses: [uploads.write()], on: request('POST', '/avatars/{id}', { by: users }) }),
      ],
      machineUsers: [machineUser('reporting', { uses: [messages.read()] })],
      observability: observability(),
      budget: budget({ monthlyUsd: 50, notify: ['ops@example.com'] }),
    }
    expect(codesOf(given)).toEqual([])
  })
})
