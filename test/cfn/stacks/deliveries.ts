// The deliveries that the tests of stacks generate from: everything, the smallest, no database, and a site alone.
import { stacksOf, type Ways } from '#cfn/generate.ts'
import type { Layers } from '#cfn/stacks/layers.ts'
import {
  build,
  type Delivery,
  delivery,
  type Environment,
  environment,
  factsOf,
  filePath,
  github,
  image,
  job,
  manual,
  onPullRequest,
  onRelease,
  type Pipeline,
  type PipelineAction,
  pipelineAction,
  postgres,
  type ResourceBody,
  role,
  type Service,
  type Stack,
  script,
  secret,
  service,
  site,
  stage,
  table,
  workflow,
} from '#model'
import { takenRoles } from '#model/subject.ts'

export const production = environment('production', { account: '111111111111', region: 'ca-central-1' })

/** The Cruddur delivery: an API with a database, a table and a secret, and a site in front of it. */
export const cruddur = (environments: readonly Environment[] = [production]): Delivery => {
  const database = postgres('cruddur-main', { class: 'db.t4g.micro', backupDays: 7 })
  const messages = table('messages', {
    key: ['pk', 'sk'],
    indexes: { group: ['message_group_uuid', 'sk'] },
    stream: 'new-image',
  })
  const tracing = secret('otel-headers')
  const api = service('api', {
    image: image('app', { test: 'npm test', migrate: 'npm run migrate' }),
    port: 4567,
    health: '/api/health',
    scale: { min: 2, max: 10, requestsPerTask: 500 },
    uses: [database.connect(), messages.readWrite(), tracing.read()],
  })
  const web = site('web', { folder: 'app', build: 'npm run build', output: 'dist/client', api })
  const repo = github('acme/cruddur', { release: 'production' })
  return delivery({ name: 'cruddur', repo, environments, services: [api], sites: [web] })
}

/** One service that uses nothing. */
export const smallest = (): Delivery =>
  delivery({
    name: 'hello',
    repo: github('acme/hello'),
    environments: [production],
    services: [service('web', { image: image('.'), port: 3000, health: '/health' })],
  })

/** Two services that share a table, one of them read-only and on ARM; no database. */
export const withoutDatabase = (): Delivery => {
  const events = table('events', { key: ['id'] })
  const reader = service('reader', {
    image: image('reader', { platform: 'linux/arm64' }),
    port: 3000,
    health: '/health',
    uses: [events.read()],
  })
  const writer = service('writer', {
    image: image('writer'),
    port: 3001,
    health: '/health',
    uses: [events.readWrite()],
  })
  return delivery({
    name: 'events',
    repo: github('acme/events'),
    environments: [production],
    services: [reader, writer],
  })
}

/** A static site and nothing else. */
export const siteAlone = (): Delivery =>
  delivery({
    name: 'pages',
    repo: github('acme/pages'),
    environments: [production],
    services: [],
    sites: [site('www', { folder: '.', build: 'npm run build', output: 'dist' })],
  })

const buildsOf = (of: Service) => ({
  image: build(`${of.name}-image`, {
    buildspec: filePath('buildspecs', 'out', `${of.name}-image.yml`),
    of,
    privileged: true,
    reports: true,
    exports: ['IMAGE_URI'],
    facts: { REPOSITORY_URI: { is: 'repository-uri', of } },
    grants: [{ may: 'push-image', to: of }],
  }),
  migrate: build(`${of.name}-migrate`, {
    buildspec: filePath('buildspecs', 'out', `${of.name}-migrate.yml`),
    of,
    inVpc: true,
    facts: factsOf(of),
    grants: [{ may: 'pull-image', to: of }, ...of.uses],
  }),
})

const pipelineOf = (d: Delivery): Pipeline => {
  const source = pipelineAction('source', { does: { kind: 'source', repo: d.repo } })
  const builds = d.services.map((of) => ({ of, ...buildsOf(of) }))
  const images = builds.map(({ of, image }) => ({
    of,
    action: pipelineAction(`${of.name}-image`, {
      does: { kind: 'build', build: image },
      inputs: [source.artifact],
      makesArtifact: true,
      environment: { RELEASE: source.exports.CommitId },
    }),
  }))
  const migrations = builds.map(({ of, migrate }) =>
    pipelineAction(`${of.name}-migrate`, { does: { kind: 'build', build: migrate }, inputs: [source.artifact] }),
  )
  const deployments = images.flatMap(({ of, action }): readonly PipelineAction[] => [
    pipelineAction(`${of.name}-deploy`, { does: { kind: 'deploy-image', service: of }, inputs: [action.artifact] }),
    pipelineAction(`${of.name}-record`, {
      runOrder: 2,
      inputs: [action.artifact],
      environment: { IMAGE_URI: action.exports.IMAGE_URI },
      does: {
        kind: 'commands',
        commands: ['record "$IMAGE_PARAMETER" "$IMAGE_URI"'],
        facts: { IMAGE_PARAMETER: { is: 'image-parameter', of } },
        grants: [
          { may: 'record-image', to: of },
          { may: 'start-service', to: of },
        ],
      },
    }),
  ])
  const stages = [
    stage('source', [source]),
    stage(
      'build',
      images.map(({ action }) => action),
    ),
    stage('migrate', migrations),
    stage('deploy', deployments),
  ]
  return { branch: d.repo.release, stages }
}

/** How the delivery is built, delivered and taken by jobs. */
export const waysOf = (d: Delivery, e: Environment): Ways => {
  const preview = role('preview', e)
  const sync = role('sync', e)
  const jobs = [
    job('preview', {
      on: [onPullRequest(d.repo)],
      role: preview,
      steps: [script('Preview', { run: 'preview', grants: [{ may: 'preview-stacks', to: e }] })],
    }),
    job('sync', {
      on: [onRelease(d.repo), manual()],
      environment: e,
      role: sync,
      steps: [script('Sync', { run: 'sync', grants: d.sites.map((to) => ({ may: 'sync-site', to })) })],
    }),
  ]
  const concurrency = { group: 'delivery', cancelInProgress: false }
  return {
    pipelines: d.services.length > 0 ? [pipelineOf(d)] : [],
    roles: takenRoles(d.repo, [workflow('delivery', { title: 'Delivery', jobs, concurrency })]),
  }
}

/** Every stack of a delivery's first environment. */
export const stacksFor = (d: Delivery, e: Environment = production): readonly Stack[] => stacksOf(d, e, waysOf(d, e))

/** The layers of a delivery, for what is made from layers rather than from a whole environment. */
export const layersOf = (d: Delivery): Layers => {
  const stacks = stacksFor(d)
  const find = (id: string) => stacks.find((each) => each.id === id)
  const layers = ['bootstrap', 'network', 'registry', 'cluster', 'database', 'tables', 'secrets']
  const found = layers.map((id) => [id, find(id)]).filter(([, stack]) => stack !== undefined)
  return {
    ...Object.fromEntries(found),
    services: new Map(d.services.map((each) => [each, find(`service-${each.name}`)])),
    sites: new Map(d.sites.map((each) => [each, find(`site-${each.name}`)])),
  } as unknown as Layers
}

/** The stack of an id. */
export const stackNamed = (stacks: readonly Stack[], id: string): Stack => {
  const found = stacks.find((each) => each.id === id)
  if (!found) throw new Error(`no stack ${id} among ${stacks.map((each) => each.id).join(', ')}`)
  return found
}

/** The properties of a resource, to look into. */
export const propertiesOf = (of: Pick<Stack, 'template'>, logicalId: string): Readonly<Record<string, unknown>> => {
  const found = of.template.Resources[logicalId]
  if (!found) throw new Error(`no resource ${logicalId} among ${Object.keys(of.template.Resources).join(', ')}`)
  return found.Properties ?? {}
}

/** The resources of one type, by logical id. */
export const resourcesOf = (of: Pick<Stack, 'template'>, type: string): readonly (readonly [string, ResourceBody])[] =>
  Object.entries(of.template.Resources).filter(([, each]) => each.Type === type)

/** Every template, nested ones too, with the name of its stack. */
export const templatesOf = (stacks: readonly Stack[]) =>
  stacks.flatMap((each) => [
    { id: each.id as string, stack: each, template: each.template },
    ...each.nested.map(({ id, template }) => ({ id, stack: each, template })),
  ])

/** Every IAM statement in a template, with the resource that carries it. */
export const statementsIn = (of: Pick<Stack, 'template'>) =>
  Object.entries(of.template.Resources).flatMap(([logicalId, body]) =>
    found(body.Properties).map((statement) => ({ logicalId, ...statement })),
  )

interface FoundStatement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource?: unknown
  readonly Principal?: unknown
  readonly Condition?: unknown
}

const found = (value: unknown): readonly FoundStatement[] => {
  if (Array.isArray(value)) return value.flatMap(found)
  if (typeof value !== 'object' || value === null) return []
  if ('Effect' in value && 'Action' in value) return [value as FoundStatement]
  return Object.values(value).flatMap(found)
}
