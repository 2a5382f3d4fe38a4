// The original app as a delivery: an API with a database, a table and a secret, and the site in front of it.
import { delivery, environment, github, image, postgres, secret, service, site, table } from 'launchway'

const production = environment('production', { account: '111111111111', region: 'ca-central-1' })

const database = postgres('cruddur', { class: 'db.t4g.micro', backupDays: 7 })
const messages = table('messages', {
  key: ['pk', 'sk'],
  indexes: { group: ['message_group_uuid', 'sk'] },
  stream: 'new-image',
})
const tracing = secret('otel-headers')

const api = service('api', {
  image: image('app', {
    test: ['npm ci', 'npm test'],
    runtimes: { nodejs: '22' },
    report: 'reports/junit.xml',
    migrate: 'npm run migrate',
  }),
  port: 4567,
  health: '/api/health-check',
  cpu: 256,
  memory: 512,
  scale: { min: 2, max: 10, requestsPerTask: 500 },
  uses: [database.connect(), messages.readWrite(), tracing.read()],
})
const web = site('web', { folder: 'app', build: 'npm run build:client', output: 'dist/client', api, inlineStyles: true })

export default delivery({
  name: 'cruddur',
  repo: github('acme/cruddur', { release: 'production' }),
  environments: [production],
  services: [api],
  sites: [web],
})
