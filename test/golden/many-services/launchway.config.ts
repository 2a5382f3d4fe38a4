// Eight services that share two databases and two tables, half of them on ARM, and two sites.
import { delivery, environment, github, image, postgres, secret, service, site, table } from 'launchway'

const production = environment('production', { account: '111111111111', region: 'us-east-1' })

const orders = postgres('orders', { class: 'db.r6g.large', storageGiB: 100, backupDays: 14, multiAz: true })
const people = postgres('people', { class: 'db.t4g.medium', backupDays: 7 })
const events = table('events', { key: ['stream', 'at'], stream: 'new-and-old-images' })
const carts = table('carts', { key: ['id'] })
const payments = secret('payment-key')
const mail = secret('mail-key')

const uses = {
  checkout: [orders.connect(), carts.readWrite(), payments.read()],
  catalog: [orders.connect()],
  accounts: [people.connect(), mail.read()],
  search: [events.read()],
  audit: [events.readWrite()],
  mailer: [people.connect(), mail.read()],
  reports: [orders.connect(), people.connect(), events.read()],
  gateway: [],
}
const names = ['checkout', 'catalog', 'accounts', 'search', 'audit', 'mailer', 'reports', 'gateway'] as const

const services = names.map((name, at) =>
  service(name, {
    image: image(`services/${name}`, {
      test: 'npm test',
      platform: at % 2 === 0 ? 'linux/amd64' : 'linux/arm64',
    }),
    port: 3000 + at,
    health: '/healthz',
    cpu: at === 6 ? 1024 : 512,
    memory: at === 6 ? 4096 : 1024,
    scale: { min: 2, max: 6 },
    uses: uses[name],
  }),
)

export default delivery({
  name: 'shop',
  repo: github('acme/shop', { release: 'main' }),
  environments: [production],
  services,
  sites: [
    site('store', { folder: 'sites/store', build: 'npm run build', output: 'dist', api: services.at(-1) }),
    site('admin', { folder: 'sites/admin', build: 'npm run build', output: 'build' }),
  ],
})
