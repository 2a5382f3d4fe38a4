// What this repository delivers: the bundled app. Edit this file, then run "launchway generate".
import {
  bucket,
  delivery,
  environment,
  func,
  github,
  identity,
  image,
  postgres,
  request,
  service,
  site,
  table,
} from 'launchway'
import { http, routes } from './app/contract.ts'

const repo = github('acme/cruddur', { release: 'production' }) // the branch whose merges release
const production = environment('production', { account: '111111111111', region: 'ca-central-1' })

const database = postgres('cruddur', { class: 'db.t4g.micro', backupDays: 7 })
const messages = table('messages', {
  key: ['pk', 'sk'],
  indexes: { recent: ['member_id', 'last_message_id'] },
  stream: 'new-image',
  expires: 'expires_at',
})
const uploads = bucket('uploads', { uploadsFrom: 'sites', expireDays: 1 }) // pictures as people bring them
const avatars = bucket('avatars') // what is made of them, and shown

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
  variables: { TRUST_PROXY: '2' }, // the site's distribution and the load balancer: limits on the rate are those of a visitor
  uses: [database.connect(), messages.readWrite(), users.signIn(), uploads.write(), avatars.show()],
})

// One build makes all of them, each into a folder of its name.
const built = (name: string) => ({
  build: 'cd app && (test -d node_modules || npm ci) && npm run --silent build:functions',
  source: `app/dist/functions/${name}`,
})
const postConfirmation = func('post-confirmation', {
  ...built('post-confirmation'),
  timeoutSeconds: 5, // Cognito waits no longer
  uses: [database.connect()],
  on: users.confirmed(),
})
const messageStream = func('message-stream', {
  ...built('message-stream'),
  memory: 256,
  uses: [messages.readWrite(), database.connect()], // the numbers of all messages are in the database
  on: messages.changed(),
})
const thumbnail = func('thumbnail', {
  ...built('thumbnail'),
  memory: 1024,
  uses: [uploads.take(), avatars.write()],
  on: uploads.created(),
})
const authorizer = func('authorizer', {
  ...built('authorizer'),
  memory: 256,
  timeoutSeconds: 5,
  uses: [users.verify()],
})
const avatarPresign = func('avatar-presign', {
  ...built('avatar-presign'),
  timeoutSeconds: 10,
  uses: [database.connect(), uploads.write()],
  on: request('POST', routes.avatarTicket, { by: authorizer }),
})

const web = site('web', {
  folder: 'app',
  build: 'npm run build:client',
  output: 'dist/client',
  api,
  buckets: [uploads, avatars],
})

export default delivery({
  name: 'cruddur',
  repo,
  environments: [production],
  services: [api],
  functions: [postConfirmation, messageStream, thumbnail, authorizer, avatarPresign],
  sites: [web],
})
