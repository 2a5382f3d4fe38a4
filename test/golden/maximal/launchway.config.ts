// Something of nearly everything that can be said; test/golden/internal has a pipeline of the stacks.
import {
  blueGreen,
  bucket,
  budget,
  delivery,
  environment,
  func,
  github,
  identity,
  image,
  machineUser,
  observability,
  postgres,
  releasePipeline,
  request,
  scheduled,
  secret,
  service,
  site,
  smoke,
  table,
  vpc,
} from 'launchway'

const production = environment('production', {
  account: '111111111111',
  region: 'us-east-1',
  domain: 'cruddur.com',
  network: vpc({ nat: 'per-zone', cidr: '10.1.0.0/16' }),
})

const database = postgres('cruddur', { serverless: { min: 0.5, max: 8 }, multiAz: true, backupDays: 35 })
const messages = table('messages', { key: ['pk', 'sk'], indexes: { group: ['group_id', 'sk'] }, stream: 'new-image' })
const counters = table('counters', { key: ['id'], expires: 'expiresAt', capacity: { read: 5, write: 5 } })
const token = secret('webhook-token')
const users = identity('users', {
  attributes: ['name', 'preferred_username'],
  mfa: 'optional',
  threatProtection: 'audit',
})
const uploads = bucket('uploads', { uploadsFrom: 'sites', expireDays: 1 })
const avatars = bucket('avatars')

const feed = service('feed', {
  image: image('services/feed', { platform: 'linux/arm64', sbom: true, refuse: 'CRITICAL' }),
  port: 4568,
  health: '/healthz',
  spot: { base: 1 },
  uses: [messages.read(), counters.readWrite()],
})
const api = service('api', {
  image: image('app', {
    test: ['npm ci', 'npm test'],
    runtimes: { nodejs: '22' },
    report: 'reports/junit.xml',
    coverage: { file: 'reports/clover.xml', format: 'CLOVERXML' },
    cache: 'registry',
    migrate: 'npm run migrate',
  }),
  port: 4567,
  health: '/api/health',
  cpu: 512,
  memory: 1024,
  scale: {
    min: 2,
    max: 20,
    memory: 70,
    schedule: [{ at: 'cron(0 7 ? * MON-FRI *)', min: 4, max: 20 }],
  },
  deploy: blueGreen(),
  tracing: true,
  executeCommand: true,
  variables: { LOG_LEVEL: 'info' },
  calls: [feed],
  uses: [database.connect(), messages.readWrite(), users.verify(), token.read(), avatars.show()],
})

const authorizer = func('authorizer', { source: 'functions/authorizer', uses: [users.verify()] })

export default delivery({
  name: 'cruddur',
  repo: github('acme/cruddur', { release: 'production', ids: { owner: 1001, repo: 2002 } }),
  environments: [production],
  services: [feed, api],
  sites: [
    site('web', {
      folder: 'app',
      build: 'npm run build',
      output: 'dist/client',
      api,
      aliases: ['cruddur.com', 'www.cruddur.com'],
      firewall: true,
      logs: true,
      publish: 'codebuild',
      buckets: [uploads, avatars],
    }),
  ],
  functions: [
    func('confirm', { source: 'functions/confirm', uses: [database.connect()], on: users.confirmed() }),
    func('presign', {
      source: 'functions/presign',
      uses: [uploads.write()],
      on: request('POST', '/avatars/key', { by: users }),
    }),
    func('thumbnails', {
      build: 'npm ci && npm run build:functions',
      source: 'dist/functions/thumbnails',
      memory: 1024,
      uses: [uploads.take(), avatars.write()],
      on: uploads.created('avatars/'),
    }),
    authorizer,
    func('export', { source: 'functions/export', uses: [messages.read()], on: request('GET', '/export', { by: authorizer }) }),
    func('notify', { source: 'functions/notify', uses: [token.read()], on: messages.changed() }),
    func('cleanup', { source: 'functions/cleanup', uses: [messages.readWrite()], on: scheduled('rate(1 day)') }),
  ],
  machineUsers: [machineUser('reporting', { uses: [messages.read()] })],
  observability: observability({ notify: ['ops@example.com'] }),
  budget: budget({ monthlyUsd: 50, notify: ['ops@example.com'] }),
  pipelines: [
    releasePipeline('release', {
      mode: 'queued',
      paths: 'services',
      approve: true,
      smoke: smoke({ expects: 'release' }),
      rollback: true,
      variables: { REASON: { default: 'merge', about: 'why this release is made' } },
      notify: { email: ['ops@example.com'], on: 'every' },
    }),
  ],
  workflows: ['ci', 'drift', 'release'],
})
