import { describe, expect, it } from 'vitest'
import {
  canary,
  codeDeploy,
  delivery,
  environment,
  existingPostgres,
  existingVpc,
  Fault,
  type Finding,
  type Given,
  github,
  image,
  linear,
  postgres,
  service,
  site,
  table,
  vpc,
} from '#model'

// What a configuration says that was never compiled: nothing in it can be relied on.
const untyped = (given: unknown) => given as never

const at = (given: object = {}) =>
  environment('production', untyped({ account: '111111111111', region: 'ca-central-1', ...given }))
const of = (given: object = {}) =>
  service('api', untyped({ image: image('app'), port: 3000, health: '/health', ...given }))

const findingsOf = (given: Partial<Record<keyof Given, unknown>>): readonly Finding[] => {
  const right = { name: 'shop', repo: github('acme/shop'), environments: [at()], services: [of()] }
  try {
    delivery(untyped({ ...right, ...given }))
    return []
  } catch (error) {
    if (error instanceof Fault) return error.findings
    throw error
  }
}

const existing = (given: object) =>
  existingVpc(
    untyped({
      id: 'vpc-0a1b2c3d',
      cidr: '10.0.0.0/16',
      publicSubnets: ['subnet-0a1b2c31', 'subnet-0a1b2c32'],
      privateSubnets: ['subnet-0a1b2c33', 'subnet-0a1b2c34'],
      ...given,
    }),
  )
const lambda = 'arn:aws:lambda:ca-central-1:111111111111:function:verify'
const legacy = {
  host: 'legacy.example.com',
  port: 5432,
  secretArn: 'arn:aws:secretsmanager:ca-central-1:111111111111:secret:legacy-AbCdEf',
  securityGroup: 'sg-0a1b2c3d',
}
const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`index-${at}`, ['b'] as const]))
const elsewhere = environment('elsewhere', { account: '222222222222', region: 'eu-west-1' })
const api = of()
const web = site('web', { folder: 'app', build: 'b', output: 'dist', api })

const environmentRows: readonly (readonly [code: string, given: object, says: string])[] = [
  ['network-malformed', { network: 'vpc-1' }, 'has network "vpc-1"'],
  ['nat-unknown', { network: vpc(untyped({ nat: 'two' })) }, 'nat "two"'],
  ['cidr-malformed', { network: vpc({ cidr: '10.0.0.0/24' }) }, 'cidr "10.0.0.0/24"'],
  ['cidr-malformed', { network: vpc({ cidr: '10.0.1.0/16' }) }, 'cidr "10.0.1.0/16"'],
  ['vpc-id-malformed', { network: existing({ id: 'main' }) }, 'id "main"'],
  ['subnet-id-malformed', { network: existing({ publicSubnets: ['a', 'b'] }) }, 'publicSubnets has "a"'],
  ['subnets-miscounted', { network: existing({ privateSubnets: ['subnet-0a1b2c33'] }) }, 'privateSubnets has 1'],
  ['domain-malformed', { domain: 'https://cruddur.com' }, 'domain "https://cruddur.com"'],
  ['certificate-elsewhere', { certificate: 'arn:aws:acm:us-east-1:111111111111:certificate/a' }, 'us-east-1'],
  ['load-balancer-scheme-unknown', { loadBalancer: 'private' }, 'load balancer "private"'],
  ['cluster-malformed', { cluster: 'arn:aws:ecs:ca-central-1:111111111111:cluster/a' }, 'cluster "arn:'],
]

const serviceRows: readonly (readonly [code: string, given: object, says: string])[] = [
  ['scale-target-out-of-range', { scale: { cpu: 100 } }, 'by cpu 100'],
  ['scale-target-out-of-range', { scale: { memory: 5 } }, 'memory 5'],
  ['scale-target-out-of-range', { scale: { requestsPerTask: 0 } }, '0 requests'],
  ['schedule-malformed', { scale: { schedule: [{ at: '7 o’clock', min: 1, max: 2 }] } }, '7 o’clock'],
  ['spot-malformed', { spot: true }, 'spot true'],
  ['variable-malformed', { variables: { 'LOG-LEVEL': 'info' } }, 'LOG-LEVEL'],
  ['call-malformed', { calls: ['orders'] }, 'calls ["orders"]'],
  ['service-not-delivered', { calls: [service('orders', { image: image('.'), port: 1, health: '/' })] }, 'orders'],
  ['deployment-unknown', { deploy: { kind: 'yolo' } }, 'yolo'],
  ['deployment-time-out-of-range', { deploy: canary({ waitMinutes: 2000 }) }, '2000'],
  ['deployment-share-out-of-range', { deploy: canary({ percent: 100 }) }, '100 %'],
  ['deployment-share-out-of-range', { deploy: linear({ stepPercent: 2 }) }, '2 %'],
  ['hook-malformed', { deploy: canary({ hooks: [{ function: 'verify', stages: ['PRE_SCALE_UP'] }] }) }, 'verify'],
  ['hook-malformed', { deploy: codeDeploy({ hooks: untyped({ BeforeEverything: lambda }) }) }, 'BeforeEverything'],
  ['test-header-malformed', { deploy: canary({ testHeader: { name: 'x release', value: 'a' } }) }, 'x release'],
  ['requests-follow-one-target-group', { deploy: canary(), scale: { requestsPerTask: 500 } }, 'requests'],
  ['database-class-unknown', { uses: [postgres('main').in(at(), { class: 'big' }).connect()] }, '"big"'],
  ['database-storage-out-of-range', { uses: [postgres('main', { storageGiB: 5 }).connect()] }, '5 GiB'],
  ['database-capacity-malformed', { uses: [postgres('a', { serverless: { min: 0.3, max: 4 } }).connect()] }, '0.3'],
  ['database-user-malformed', { uses: [postgres('a', { iamAuthentication: true }).connect({ as: 'A' })] }, '"A"'],
  ['database-without-iam', { uses: [postgres('main').connect({ as: 'app' })] }, 'takes no IAM tokens'],
  ['database-without-iam', { uses: [existingPostgres('old', legacy).connect({ as: 'app' })] }, 'takes no IAM tokens'],
  ['existing-database-malformed', { uses: [existingPostgres('old', { ...legacy, port: 0 }).connect()] }, '"old"'],
  ['table-capacity-malformed', { uses: [table('t', { key: ['a'], capacity: { read: 0, write: 1 } }).read()] }, '"t"'],
  ['table-expiry-malformed', { uses: [table('t', { key: ['a'], expires: 'a' }).read()] }, 'expires by "a"'],
  ['table-index-malformed', { uses: [table('t', { key: ['a'], indexes: { b: ['b'] } }).read()] }, 'index "b"'],
  ['table-index-malformed', { uses: [table('t', { key: ['a'], indexes: untyped({ by: [] }) }).read()] }, 'index "by"'],
  ['table-indexes-too-many', { uses: [table('t', { key: ['a'], indexes: many }).read()] }, '21 indexes'],
  ['table-stream-unknown', { uses: [table('t', { key: ['a'], stream: untyped('old') }).read()] }, 'streams "old"'],
]

const deliveryRows: readonly (readonly [code: string, given: () => Partial<Record<keyof Given, unknown>>])[] = [
  ['fargate-size-unknown', () => ({ services: [of().in(elsewhere, { memory: 1 })] })],
  ['scale-malformed', () => ({ services: [of().in(elsewhere, { scale: { min: 20 } })] })],
  ['override-malformed', () => ({ services: [of().in(untyped('staging'), {})] })],
  ['environment-not-delivered', () => ({ services: [of().in(elsewhere, { cpu: 512, memory: 1024 })] })],
  ['environment-not-delivered', () => ({ services: [of({ uses: [postgres('a').in(elsewhere, {}).connect()] })] })],
  [
    'sidecar-out-of-reach',
    () => ({ environments: [at({ network: vpc({ nat: 'none' }) })], services: [of({ tracing: true })] }),
  ],
  ['cluster-capacity-unknown', () => ({ environments: [at({ cluster: 'a' })], services: [of({ spot: { base: 0 } })] })],
  [
    'calls-need-ecs-deployment',
    () => {
      const called = of({ deploy: codeDeploy() })
      return { services: [called, service('b', { image: image('b'), port: 1, health: '/', calls: [called] })] }
    },
  ],
  ['api-out-of-reach', () => ({ environments: [at({ loadBalancer: 'internal' })], services: [api], sites: [web] })],
  [
    'api-path-taken',
    () => {
      const other = service('other', { image: image('other'), port: 3001, health: '/health' })
      const admin = site('admin', { folder: 'admin', build: 'b', output: 'dist', api: other })
      return { services: [api, other], sites: [web, admin] }
    },
  ],
  [
    'api-without-name',
    () => ({
      environments: [at({ certificate: 'arn:aws:acm:ca-central-1:111111111111:certificate/a' })],
      services: [api],
      sites: [web],
    }),
  ],
]

describe('delivery', () => {
  it.each(environmentRows)('refuses an environment with %s', (code, given, says) => {
    const found = findingsOf({ environments: [at(given)] })
    expect(
      found.find((each) => each.code === code && each.says.includes(says)),
      JSON.stringify(found),
    ).toBeDefined()
  })

  it.each(serviceRows)('refuses a service with %s', (code, given, says) => {
    const found = findingsOf({ services: [of(given)] })
    expect(
      found.find((each) => each.code === code && each.says.includes(says)),
      JSON.stringify(found),
    ).toBeDefined()
  })

  it.each(deliveryRows)('refuses what is wrong together: %s', (code, given) => {
    const found = findingsOf(given())
    expect(found.map((each) => each.code)).toContain(code)
    expect(found.find((each) => each.code === code)?.fix).not.toBe('')
  })

  it('takes the same values where they are right', () => {
    expect(
      findingsOf({
        environments: [
          at({
            network: existing({ publicSubnets: [] }),
            loadBalancer: 'internal',
            certificate: 'arn:aws:acm:ca-central-1:111111111111:certificate/a',
          }),
        ],
        services: [
          of({
            deploy: canary({ hooks: [{ function: lambda, stages: ['PRE_SCALE_UP'] }] }),
            uses: [
              postgres('a', { serverless: { min: 0.5, max: 4 }, iamAuthentication: true }).connect({ as: 'app' }),
              existingPostgres('old', legacy).connect(),
              table('t', { key: ['a'], expires: 'until', capacity: { read: 1, write: 1 } }).read(),
            ],
            scale: { schedule: [{ at: 'rate(1 day)', min: 0, max: 2 }] },
          }),
        ],
      }),
    ).toEqual([])
  })
})
