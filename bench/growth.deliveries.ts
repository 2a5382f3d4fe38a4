// The shapes that growth is measured on: the bundled app's, and many services in four environments.
import { delivery, environment, github, image, postgres, releasePipeline, secret, service, site, table } from '#model'

/** An API with a database, a table and a secret, and its site, in one environment. */
export const cruddur = () => {
  const database = postgres('cruddur')
  const messages = table('messages', { key: ['pk', 'sk'], indexes: { group: ['group_id', 'sk'] } })
  const api = service('api', {
    image: image('app', { test: ['npm ci', 'npm test'], migrate: 'npm run migrate' }),
    port: 4567,
    health: '/api/health-check',
    scale: { min: 2, max: 10, requestsPerTask: 500 },
    uses: [database.connect(), messages.readWrite(), secret('otel-headers').read()],
  })
  return delivery({
    name: 'cruddur',
    repo: github('acme/cruddur'),
    environments: [environment('production', { account: '111111111111', region: 'ca-central-1' })],
    services: [api],
    sites: [site('web', { folder: 'app', build: 'npm run build', output: 'dist', api })],
  })
}

/** So many services in four environments; five share a database, a table, a secret and a pipeline. */
export const many = (services: number) => {
  const environments = ['development', 'test', 'staging', 'production'].map((name, at) =>
    environment(name, { account: String(at + 1).repeat(12), region: 'eu-west-1' }),
  )
  const teams = Array.from({ length: Math.ceil(services / 5) }, (_, team) => {
    const database = postgres(`main-${team}`)
    const items = table(`items-${team}`, { key: ['pk', 'sk'], stream: 'new-image' })
    const key = secret(`key-${team}`)
    return Array.from({ length: Math.min(5, services - team * 5) }, (_, at) =>
      service(`api-${team}-${at}`, {
        image: image(`services/${team}/${at}`, { test: 'npm test', ...(at === 0 && { migrate: 'npm run migrate' }) }),
        port: 3000 + team * 5 + at,
        health: '/healthz',
        uses: [database.connect(), items.readWrite(), key.read()],
      }),
    )
  })
  return delivery({
    name: 'shop',
    repo: github('acme/shop'),
    environments,
    services: teams.flat(),
    pipelines: teams.map((own, team) => releasePipeline(`team-${team}`, { services: own })),
  })
}
