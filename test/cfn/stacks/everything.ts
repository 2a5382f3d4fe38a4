// A delivery that has something of every layer, for the tests of those that few deliveries need.
import {
  bucket,
  budget,
  type Delivery,
  delivery,
  type Environment,
  environment,
  func,
  github,
  identity,
  image,
  machineUser,
  observability,
  postgres,
  request,
  scheduled,
  secret,
  service,
  site,
  table,
} from '#model'

/** An environment with a domain, outside us-east-1. */
export const canada = environment('production', {
  account: '111111111111',
  region: 'ca-central-1',
  domain: 'cruddur.com',
})

/** The same in us-east-1. */
export const virginia = environment('production', {
  account: '111111111111',
  region: 'us-east-1',
  domain: 'cruddur.com',
})

/** A delivery with everything. */
export const everything = (environments: readonly Environment[] = [canada]): Delivery => {
  const database = postgres('cruddur')
  const messages = table('messages', { key: ['pk', 'sk'], stream: 'new-image' })
  const token = secret('webhook-token')
  const users = identity('users', {
    attributes: ['name', 'preferred_username'],
    threatProtection: 'audit',
    from: 'no-reply@cruddur.com',
  })
  const uploads = bucket('uploads', { uploadsFrom: 'sites', expireDays: 1 })
  const avatars = bucket('avatars')
  const api = service('api', {
    image: image('app', { migrate: 'npm run migrate' }),
    port: 4567,
    health: '/api/health',
    uses: [database.connect(), messages.readWrite(), users.verify(), avatars.show()],
  })
  const authorizer = func('authorizer', { source: 'functions/authorizer', uses: [users.verify()] })
  const functions = [
    func('confirm', { source: 'functions/confirm', uses: [database.connect()], on: users.confirmed() }),
    func('presign', {
      source: 'functions/presign',
      uses: [uploads.write()],
      on: request('POST', '/avatars/key', { by: users }),
    }),
    func('thumbnails', {
      source: 'functions/thumbnails',
      memory: 1024,
      uses: [uploads.take(), avatars.write()],
      on: uploads.created('avatars/'),
    }),
    authorizer,
    func('export', { source: 'functions/export', on: request('GET', '/export', { by: authorizer }) }),
    func('notify', { source: 'functions/notify', uses: [token.read(), users.verify()], on: messages.changed() }),
    func('cleanup', { source: 'functions/cleanup', uses: [messages.readWrite()], on: scheduled('rate(1 day)') }),
  ]
  const web = site('web', {
    folder: 'app',
    build: 'npm run build',
    output: 'dist/client',
    api,
    aliases: ['@', 'www'],
    firewall: true,
    logs: true,
    buckets: [uploads, avatars],
  })
  return delivery({
    name: 'cruddur',
    repo: github('acme/cruddur'),
    environments,
    services: [api],
    sites: [web],
    functions,
    machineUsers: [machineUser('reporting', { uses: [messages.read()] })],
    observability: observability({ notify: ['ops@example.com'] }),
    budget: budget({ monthlyUsd: 50, notify: ['ops@example.com'] }),
  })
}
