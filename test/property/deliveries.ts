// Any delivery that the model accepts, for property tests. Names and sizes are drawn from what is allowed; uses point
// at the stores of the same delivery.
import fc from 'fast-check'
import {
  blueGreen,
  canary,
  type Delivery,
  delivery,
  environment,
  github,
  image,
  linear,
  type Postgres,
  postgres,
  rolling,
  type Secret,
  secret,
  service,
  site,
  type Table,
  table,
  type Use,
  vpc,
} from '#model'

// YAML's own words among them: a service may be called "no" or "on".
const word = fc.oneof(
  fc.constantFrom('api', 'web', 'on', 'no', 'y', 'null', 'true', 'e1', 'x0', 'a-1', 'main', 'default'),
  fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}$/),
)
const words = (minLength: number, maxLength: number) => fc.uniqueArray(word, { minLength, maxLength })
const path = fc.stringMatching(/^\/[a-z0-9]{1,8}(\/[a-z0-9-]{1,8}){0,2}$/)
const folder = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}(\/[a-z0-9-]{1,8}){0,2}$/)
const command = fc.constantFrom(
  'npm ci',
  'npm test',
  'echo "a: b # c"',
  "printf '%s\\n' é",
  'test -n "$HOME" && true',
  '- not a list',
  'yes',
)
const size = fc.constantFrom(
  [256, 512],
  [256, 2048],
  [512, 1024],
  [1024, 8192],
  [2048, 4096],
  [16384, 122880],
) as fc.Arbitrary<readonly [number, number]>

/** The plain facts that a delivery is made of: what a person would have typed. */
export interface Said {
  readonly name: string
  readonly release: string
  readonly ids: boolean
  readonly environments: readonly string[]
  readonly nat: 'single' | 'per-zone' | 'none'
  readonly internal: boolean
  readonly domain: boolean
  readonly databases: readonly { readonly name: string; readonly multiAz: boolean; readonly backupDays: number }[]
  readonly tables: readonly { readonly name: string; readonly stream: Table['stream']; readonly sort: boolean }[]
  readonly secrets: readonly string[]
  readonly services: readonly {
    readonly name: string
    readonly port: number
    readonly health: string
    readonly size: readonly [number, number]
    readonly test: readonly string[]
    readonly migrate: boolean
    readonly arm: boolean
    readonly min: number
    readonly requests: boolean
    readonly deploy: 'rolling' | 'blue-green' | 'canary' | 'linear'
    readonly tracing: boolean
    readonly uses: readonly boolean[]
  }[]
  readonly sites: readonly { readonly name: string; readonly folder: string; readonly api: boolean }[]
}

const named = <T>(maxLength: number, rest: fc.Arbitrary<T>) =>
  fc
    .uniqueArray(fc.tuple(word, rest), { selector: ([name]) => name, maxLength })
    .map((all) => all.map(([name, more]) => ({ name, ...more })))

/** Everything that can be said of a delivery. */
export const said: fc.Arbitrary<Said> = fc.record({
  name: word,
  release: fc.constantFrom('main', 'production', 'release/1.x', 'on'),
  ids: fc.boolean(),
  environments: words(1, 3),
  nat: fc.constantFrom('single' as const, 'per-zone' as const, 'none' as const),
  internal: fc.boolean(),
  domain: fc.boolean(),
  databases: named(2, fc.record({ multiAz: fc.boolean(), backupDays: fc.integer({ min: 1, max: 35 }) })),
  tables: named(
    2,
    fc.record({
      stream: fc.constantFrom(undefined, 'new-image' as const, 'new-and-old-images' as const),
      sort: fc.boolean(),
    }),
  ),
  secrets: words(0, 2),
  services: named(
    4,
    fc.record({
      port: fc.integer({ min: 1024, max: 65535 }),
      health: path,
      size,
      test: fc.array(command, { maxLength: 3 }),
      migrate: fc.boolean(),
      arm: fc.boolean(),
      min: fc.integer({ min: 1, max: 5 }),
      requests: fc.boolean(),
      deploy: fc.constantFrom('rolling' as const, 'blue-green' as const, 'canary' as const, 'linear' as const),
      tracing: fc.boolean(),
      uses: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    }),
  ),
  sites: named(2, fc.record({ folder, api: fc.boolean() })),
})

const deployments = { rolling, 'blue-green': blueGreen, canary, linear }

// The same members in another order.
const turned = <T extends object>(given: T, turn: boolean): T =>
  turn ? (Object.fromEntries(Object.entries(given).reverse()) as T) : given

const usesOf = (stores: readonly (Postgres | Table | Secret)[], picks: readonly boolean[]): readonly Use[] =>
  stores.flatMap((store, at): readonly Use[] => {
    if (!picks[at]) return []
    if (store.kind === 'postgres') return [store.connect()]
    if (store.kind === 'table') return [at % 2 === 0 ? store.read() : store.readWrite()]
    return [store.read()]
  })

/** The delivery of what was said. With `turn`, every object of the configuration lists its members the other way round. */
export const deliveryOf = (facts: Said, turn = false): Delivery => {
  const stores = [
    ...facts.databases.map(({ name, ...rest }) => postgres(name, turned(rest, turn))),
    ...facts.tables.map(({ name, stream, sort }) =>
      table(name, turned({ key: sort ? (['pk', 'sk'] as const) : (['pk'] as const), ...(stream && { stream }) }, turn)),
    ),
    ...facts.secrets.map((name) => secret(name)),
  ]
  const services = facts.services.map(({ name, port, health, size: [cpu, memory], ...each }) =>
    service(
      name,
      turned(
        {
          image: image(
            name,
            turned(
              {
                test: each.test,
                platform: each.arm ? ('linux/arm64' as const) : ('linux/amd64' as const),
                ...(each.migrate && { migrate: 'npm run migrate' }),
              },
              turn,
            ),
          ),
          port,
          health,
          cpu,
          memory,
          scale: turned(
            {
              min: each.min,
              max: each.min + 3,
              ...(each.requests && each.deploy === 'rolling' && { requestsPerTask: 100 }),
            },
            turn,
          ),
          uses: usesOf(stores, each.uses),
          deploy: deployments[each.deploy](),
          tracing: each.tracing,
        },
        turn,
      ),
    ),
  )
  const sites = facts.sites.map(({ name, folder: at, api }) =>
    site(
      name,
      turned(
        { folder: at, build: 'npm run build', output: 'dist', ...(api && services[0] && { api: services[0] }) },
        turn,
      ),
    ),
  )
  const environments = facts.environments.map((name, at) =>
    environment(
      name,
      turned(
        {
          account: `${at + 1}`.repeat(12),
          region: 'eu-west-1',
          network: vpc({ nat: facts.nat }),
          ...(facts.internal && { loadBalancer: 'internal' as const }),
          ...(facts.domain && { domain: 'example.com' }),
        },
        turn,
      ),
    ),
  )
  const repo = github(
    'acme/shop',
    turned({ release: facts.release, ...(facts.ids && { ids: { owner: 1, repo: 2 } }) }, turn),
  )
  return delivery(turned({ name: facts.name, repo, environments, services, sites }, turn))
}
