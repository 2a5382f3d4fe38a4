import { delivery, environment, github, image, postgres, secret, service, site, table } from '#model'
import { generate } from '#pipelines/generate.ts'

const database = postgres('main')
const messages = table('messages', { key: ['pk', 'sk'] })
const token = secret('mail-token')

const api = service('api', {
  image: image('app', { test: ['npm ci', 'npm test'], runtimes: { nodejs: '22' }, migrate: 'npm run migrate' }),
  port: 3000,
  health: '/health',
  uses: [database.connect(), messages.readWrite(), token.read()],
})

/** A delivery with one of everything that rules look at. */
export const aDelivery = (given: { readonly ids?: { readonly owner: number; readonly repo: number } } = {}) =>
  delivery({
    name: 'cruddur',
    repo: github('acme/cruddur', { release: 'production', ...given }),
    environments: [environment('production', { account: '111111111111', region: 'ca-central-1' })],
    services: [api],
    sites: [site('web', { folder: 'app', build: 'npm run build:client', output: 'dist/client', api })],
  })

/** What is generated for it, by path. */
export const filesOf = (d = aDelivery()): ReadonlyMap<string, string> =>
  new Map(generate(d).map((file) => [file.path, file.text]))
