import { delivery, environment, github, image, service, site } from '#model'

const api = service('api', { image: image('app'), port: 3000, health: '/health' })

/** A small delivery with a service and its site. */
export const aDelivery = (given: { readonly ids?: { readonly owner: number; readonly repo: number } } = {}) =>
  delivery({
    name: 'cruddur',
    repo: github('acme/cruddur', { release: 'production', ...given }),
    environments: [environment('production', { account: '111111111111', region: 'ca-central-1' })],
    services: [api],
    sites: [site('web', { folder: 'app', build: 'npm run build:client', output: 'dist/client', api })],
  })
