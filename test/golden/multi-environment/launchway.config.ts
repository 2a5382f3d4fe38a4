// Three environments, each in an account and region of its own, and five services. What differs is said once.
import {
  delivery,
  environment,
  github,
  image,
  linear,
  postgres,
  releasePipeline,
  secret,
  service,
  site,
  smoke,
  table,
  vpc,
} from 'launchway'

const development = environment('development', { account: '111111111111', region: 'eu-west-1' })
const staging = environment('staging', { account: '222222222222', region: 'eu-central-1', domain: 'stage.example.com' })
const production = environment('production', {
  account: '333333333333',
  region: 'ca-central-1',
  domain: 'example.com',
  network: vpc({ nat: 'per-zone' }),
})

const main = postgres('main').in(production, { multiAz: true, class: 'db.m7g.large', backupDays: 30 })
const sessions = table('sessions', { key: ['id'], expires: 'expiresAt' })
const keys = secret('signing-keys')

const accounts = service('accounts', {
  image: image('services/accounts', { test: 'npm test', migrate: 'npm run migrate' }),
  port: 3001,
  health: '/healthz',
  uses: [main.connect(), keys.read()],
})
  .in(development, { scale: { min: 1, max: 2 } })
  .in(production, { cpu: 1024, memory: 2048, deploy: linear({ stepPercent: 20, stepMinutes: 3 }) })
const catalog = service('catalog', {
  image: image('services/catalog', { test: 'npm test' }),
  port: 3002,
  health: '/healthz',
  uses: [main.connect()],
}).in(development, { scale: { min: 1, max: 2 }, spot: { base: 0 } })
const carts = service('carts', {
  image: image('services/carts', { platform: 'linux/arm64' }),
  port: 3003,
  health: '/healthz',
  uses: [sessions.readWrite()],
})
const mail = service('mail', { image: image('services/mail'), port: 3004, health: '/healthz' })
const gateway = service('gateway', {
  image: image('services/gateway', { test: 'npm test' }),
  port: 3000,
  health: '/healthz',
  calls: [accounts, catalog, carts, mail],
  uses: [keys.read()],
})

export default delivery({
  name: 'shop',
  repo: github('acme/shop', { release: 'main' }),
  environments: [development, staging, production],
  services: [accounts, catalog, carts, mail, gateway],
  sites: [site('store', { folder: 'store', build: 'npm run build', output: 'dist', api: gateway })],
  pipelines: [
    releasePipeline('build', { environments: [development, staging], smoke: smoke(), rollback: true }),
    releasePipeline('promote', { environments: [production], promotes: staging, approve: true, rollback: true }),
  ],
})
