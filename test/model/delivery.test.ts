import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  delivery,
  environment,
  Fault,
  type Finding,
  type Given,
  github,
  image,
  postgres,
  printFinding,
  rolling,
  secret,
  service,
  site,
  table,
} from '#model'

const repo = github('acme/cruddur')
const production = environment('production', { account: '111111111111', region: 'ca-central-1' })
const api = service('api', { image: image('app'), port: 3000, health: '/health' })
const right: Given = { name: 'cruddur', repo, environments: [production], services: [api] }

// What a configuration says that was never compiled: nothing in it can be relied on.
const untyped = (given: unknown) => given as never

const findingsOf = (given: Partial<Record<keyof Given, unknown>>): readonly Finding[] => {
  try {
    delivery(untyped({ ...right, ...given }))
    return []
  } catch (error) {
    if (error instanceof Fault) return error.findings
    throw error
  }
}

const serviceWith = (given: object) => ({
  services: [service('api', untyped({ image: image('app'), port: 3000, health: '/health', ...given }))],
})
const storeIn = (use: unknown) => serviceWith({ uses: [use] })

const rows: readonly (readonly [code: string, given: () => Partial<Record<keyof Given, unknown>>, says: string])[] = [
  ['name-malformed', () => ({ name: 'My App' }), '"My App" cannot be a name'],
  ['name-malformed', () => ({ services: [service('Api', untyped({ ...api }))] }), 'service name "Api"'],
  ['name-malformed', () => storeIn(secret('MAIL_TOKEN').read()), 'secret name "MAIL_TOKEN"'],
  [
    'name-taken',
    () => ({ services: [api, service('api', { image: image('b'), port: 1, health: '/' })] }),
    '"api" is used twice',
  ],
  [
    'name-taken',
    () => serviceWith({ uses: [postgres('main').connect(), postgres('main').connect()] }),
    'database name "main"',
  ],
  ['repo-missing', () => ({ repo: undefined }), 'repo is nothing'],
  ['repo-malformed', () => ({ repo: github('cruddur') }), 'repository "cruddur"'],
  ['branch-malformed', () => ({ repo: github('acme/cruddur', { release: 'a b' }) }), '"a b"'],
  ['no-environment', () => ({ environments: [] }), 'no environment'],
  ['nothing-delivered', () => ({ services: [] }), 'neither a service nor a site'],
  ['environment-malformed', () => ({ environments: ['production'] }), 'an environment is "production"'],
  [
    'environment-without-account',
    () => ({ environments: [environment('a', untyped({ account: 111111111111, region: 'ca-central-1' }))] }),
    'has account 111111111111',
  ],
  [
    'environment-without-region',
    () => ({ environments: [environment('a', { account: '111111111111', region: 'Canada' })] }),
    'region "Canada"',
  ],
  ['service-malformed', () => ({ services: ['api'] }), 'a service is "api"'],
  ['service-without-image', () => serviceWith({ image: 'app' }), 'has image "app"'],
  ['port-out-of-range', () => serviceWith({ port: 70_000 }), 'has port 70000'],
  ['health-path-malformed', () => serviceWith({ health: 'health' }), 'has health path "health"'],
  ['fargate-size-unknown', () => serviceWith({ cpu: 256, memory: 4096 }), 'cpu 256 with memory 4096'],
  ['scale-malformed', () => serviceWith({ scale: { min: 3, max: 2 } }), 'from 3 to 2'],
  [
    'deployment-cannot-progress',
    () => serviceWith({ deploy: rolling({ minimumHealthyPercent: 100, maximumPercent: 100 }) }),
    'between 100 % and 100 %',
  ],
  ['path-outside-repository', () => serviceWith({ image: image('../app') }), '"../app"'],
  [
    'path-outside-repository',
    () => ({ sites: [site('web', { folder: '/app', build: 'b', output: 'dist' })] }),
    'folder "/app"',
  ],
  ['use-malformed', () => storeIn('messages'), 'uses "messages"'],
  ['database-class-unknown', () => storeIn(postgres('main', { class: 't4g.micro' }).connect()), 'class "t4g.micro"'],
  ['database-without-backups', () => storeIn(postgres('main', { backupDays: 0 }).connect()), 'for 0 days'],
  ['table-without-key', () => storeIn(table('messages', untyped({})).read()), 'table "messages" has no partition key'],
  ['site-malformed', () => ({ sites: ['web'] }), 'a site is "web"'],
  [
    'site-without-build',
    () => ({ sites: [site('web', { folder: 'app', build: '', output: 'dist' })] }),
    'has build ""',
  ],
  [
    'service-not-delivered',
    () => ({ services: [], sites: [site('web', { folder: 'a', build: 'b', output: 'c', api })] }),
    'is not delivered',
  ],
]

const here = fileURLToPath(import.meta.url)
const lineOf = (finding: Finding) => readFileSync(here, 'utf8').split('\n')[(finding.at.line ?? 0) - 1] ?? ''

describe('delivery', () => {
  it('takes a right configuration and freezes it', () => {
    expect(delivery(right)).toMatchObject({ kind: 'delivery', name: 'cruddur', sites: [], databases: [] })
    expect(Object.isFrozen(delivery(right))).toBe(true)
  })

  it('collects the stores that services use, each once, in the order of their first use', () => {
    const main = postgres('main')
    const messages = table('messages', { key: ['pk'] })
    const of = (id: string, uses: Parameters<typeof service>[1]['uses']) =>
      service(id, { image: image('app'), port: 3000, health: '/health', ...(uses && { uses }) })
    const made = delivery({
      ...right,
      services: [of('one', [messages.read(), main.connect()]), of('two', [main.connect(), messages.readWrite()])],
    })
    expect([made.databases, made.tables, made.secrets]).toEqual([[main], [messages], []])
  })

  it.each(rows)('refuses with %s', (code, given, says) => {
    const found = findingsOf(given())
    expect(found.map((each) => each.code)).toContain(code)
    expect(found.find((each) => each.code === code && each.says.includes(says))).toBeDefined()
  })

  it('reports every mistake at once, each with its fix, and exits with 2', () => {
    const broken = () =>
      delivery(
        untyped({
          name: 'Cruddur',
          repo: github('cruddur'),
          environments: [environment('production', { account: '1', region: 'Canada' })],
          services: [service('api', { image: image('/app'), port: 0, health: 'health', cpu: 300 })],
          sites: [site('web', { folder: '..', build: '', output: 'dist', api })],
        }),
      )
    expect(broken).toThrow(Fault)
    const fault = (() => {
      try {
        broken()
      } catch (error) {
        return error as Fault
      }
    })()
    expect(fault?.exit).toBe(2)
    expect(fault?.findings.map((each) => each.code).sort()).toEqual([
      'environment-without-account',
      'environment-without-region',
      'fargate-size-unknown',
      'health-path-malformed',
      'name-malformed',
      'path-outside-repository',
      'path-outside-repository',
      'port-out-of-range',
      'repo-malformed',
      'service-not-delivered',
      'site-without-build',
    ])
    expect(fault?.findings.every((each) => each.fix.length > 0 && each.severity === 'error')).toBe(true)
    expect(fault?.message).toBe(fault?.findings.map(printFinding).join('\n'))
  })

  it('points at the line that made the value', () => {
    const wrong = service('api', { image: image('app'), port: 0, health: '/health' }) // the line of the service
    const [finding] = findingsOf({ services: [wrong] })
    expect(finding?.at.file).toContain('delivery.test.ts')
    expect(finding && lineOf(finding)).toContain('// the line of the service')
  })

  it.each([[undefined], [null], ['cruddur'], [[]], [{ services: null }], [{ sites: [null, 3], services: [{}, null] }]])(
    'gives findings, never a TypeError, for %j',
    (given) => {
      expect(() => delivery(untyped(given))).toThrow(Fault)
    },
  )
})
