// What this repository delivers: the bundled app. Edit this file, then run "launchway generate".
import { delivery, environment, func, github, identity, image, postgres, service, site, table } from 'launchway'
import { http } from './app/contract.ts'

const repo = github('acme/cruddur', { release: 'production' }) // the branch whose merges release
const production = environment('production', { account: '111111111111', region: 'ca-central-1' })

const database = postgres('cruddur', { class: 'db.t4g.micro', backupDays: 7 })
const messages = table('messages', {
  key: ['pk', 'sk'],
  indexes: { recent: ['member_id', 'last_message_id'] },
  stream: 'new-image',
  expires: 'expires_at',
})

const users = identity('users', { attributes: ['name', 'preferred_username'], mfa: 'off' })

const api = service('api', {
  image: image('app', {
    test: ['npm ci', 'npm run test:server'], // the page is tested before it is merged; here it is only built
    runtimes: { nodejs: '22' },
    report: 'reports/junit.xml',
    migrate: 'npm run migrate',
  }),
  port: http.port,
  health: http.health,
  cpu: 256,
  memory: 512,
  scale: { min: 2, max: 10, requestsPerTask: 500 },
  uses: [database.connect(), messages.readWrite(), users.signIn()],
})

const messageStream = func('message-stream', {
  build: 'cd app && (test -d node_modules || npm ci) && npm run --silent build:functions -- message-stream',
  source: 'app/dist/functions/message-stream',
  memory: 256,
  uses: [messages.readWrite()],
  on: messages.changed(),
})

const web = site('web', { folder: 'app', build: 'npm run build:client', output: 'dist/client', api })

export default delivery({
  name: 'cruddur',
  repo,
  environments: [production],
  services: [api],
  functions: [messageStream],
  sites: [web],
})
