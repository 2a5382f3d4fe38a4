// A delivery that chooses nearly everything about its pipelines: what docs/permissions.md and the tests of roles read.
import {
  blueGreen,
  bucket,
  delivery,
  environment,
  func,
  github,
  image,
  infrastructurePipeline,
  machineUser,
  observability,
  postgres,
  releasePipeline,
  secret,
  service,
  site,
  smoke,
  table,
} from '#model'

/** Two environments, two services, two sites, and pipelines with every choice. */
export const permissionsSample = () => {
  const staging = environment('staging', { account: '222222222222', region: 'ca-central-1' })
  const production = environment('production', { account: '111111111111', region: 'ca-central-1' })
  const database = postgres('main')
  const messages = table('messages', { key: ['pk', 'sk'], stream: 'new-image' })
  const [uploads, avatars] = [bucket('uploads'), bucket('avatars', { served: true })]
  const api = service('api', {
    image: image('app', {
      test: ['npm ci', 'npm test'],
      report: 'reports/junit.xml',
      coverage: { file: 'coverage/cobertura.xml', format: 'COBERTURAXML' },
      migrate: 'npm run migrate',
      cache: 'registry',
      sbom: true,
      refuse: 'CRITICAL',
    }),
    port: 3000,
    health: '/health',
    uses: [database.connect(), messages.readWrite(), secret('tracing').read()],
  })
  const worker = service('worker', {
    image: image('worker'),
    port: 3001,
    health: '/health',
    uses: [messages.read()],
    deploy: blueGreen(),
  })
  const notify = { email: ['team@example.com'] }
  return delivery({
    name: 'acme',
    repo: github('acme/app', { release: 'release' }),
    environments: [staging, production],
    services: [api, worker],
    sites: [
      site('web', { folder: 'web', build: 'npm run build', output: 'dist', api }),
      site('docs', { folder: 'docs', build: 'npm run build', output: 'dist', publish: 'codebuild' }),
    ],
    pipelines: [
      releasePipeline('release', {
        environments: [staging],
        paths: 'services',
        smoke: smoke({ expects: 'release' }),
        rollback: true,
        notify,
      }),
      releasePipeline('promote', {
        environments: [production],
        promotes: staging,
        approve: true,
        mode: 'queued',
        smoke: smoke(),
        notify: { slack: { workspace: 'T0123ABCD', channel: 'C0123ABCD' } },
      }),
    ],
    functions: [
      func('thumbnails', {
        source: 'functions/thumbnails',
        uses: [uploads.read(), avatars.write(), database.connect()],
        on: [uploads.created(), messages.changed()],
      }),
    ],
    machineUsers: [machineUser('reporting', { uses: [messages.read()] })],
    observability: observability({ notify: ['team@example.com'] }),
    infrastructure: infrastructurePipeline({ role: 'cloudformation-deploy', notify }),
    workflows: ['ci', 'drift', 'release'],
    permissionsBoundary: 'team-boundary',
  })
}
