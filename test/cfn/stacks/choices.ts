// Deliveries that make every choice an environment, a service or a database offers.
import {
  blueGreen,
  canary,
  codeDeploy,
  type Delivery,
  delivery,
  environment,
  existingPostgres,
  existingVpc,
  github,
  image,
  linear,
  postgres,
  service,
  table,
  vpc,
} from '#model'

export const production = environment('production', {
  account: '111111111111',
  region: 'ca-central-1',
  domain: 'cruddur.com',
  network: vpc({ nat: 'per-zone' }),
})

export const staging = environment('staging', {
  account: '222222222222',
  region: 'eu-west-1',
  certificate: 'arn:aws:acm:eu-west-1:222222222222:certificate/0a1b2c3d',
  network: vpc({ nat: 'none', cidr: '10.20.0.0/18' }),
  loadBalancer: 'internal',
})

export const shared = environment('shared', {
  account: '333333333333',
  region: 'us-east-1',
  network: existingVpc({
    id: 'vpc-0a1b2c3d4e5f60718',
    cidr: '10.8.0.0/16',
    publicSubnets: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
    privateSubnets: ['subnet-0a1b2c3d4e5f60713', 'subnet-0a1b2c3d4e5f60714'],
  }),
  cluster: 'platform',
})

const verify = 'arn:aws:lambda:ca-central-1:111111111111:function:verify'

/** Three environments and five services, which between them make every choice there is. */
export const everything = (): Delivery => {
  const main = postgres('main', { iamAuthentication: true })
    .in(staging, { serverless: { min: 0.5, max: 4 } })
    .in(production, { multiAz: true, class: 'db.m7g.large' })
  const legacy = existingPostgres('legacy', {
    host: 'legacy.abcdefghijkl.ca-central-1.rds.amazonaws.com',
    port: 5433,
    secretArn: 'arn:aws:secretsmanager:ca-central-1:111111111111:secret:legacy-AbCdEf',
    securityGroup: 'sg-0a1b2c3d4e5f60719',
  })
  const sessions = table('sessions', {
    key: ['id'],
    indexes: { user: ['user_id'] },
    expires: 'expiresAt',
    stream: 'new-image',
    capacity: { read: 5, write: 5 },
  })
  const of = (folder: string, port: number) => ({ image: image(folder), port, health: '/health' })
  const orders = service('orders', { ...of('orders', 4000), deploy: canary({ percent: 10 }), uses: [legacy.connect()] })
  const mail = service('mail', of('mail', 4001)).in(production, { spot: { base: 1 }, cpu: 512, memory: 1024 })
  const web = service('web', {
    ...of('web', 3000),
    calls: [orders],
    deploy: blueGreen({
      testHeader: { name: 'x-release', value: 'next' },
      hooks: [{ function: verify, stages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    }),
    scale: { memory: 70, schedule: [{ at: 'cron(0 7 ? * MON-FRI *)', timeZone: 'Europe/Paris', min: 4, max: 20 }] },
    variables: { LOG_LEVEL: 'info' },
    uses: [main.connect({ as: 'web' }), sessions.readWrite()],
  })
  const reports = service('reports', { ...of('reports', 4002), deploy: linear(), executeCommand: true })
  const billing = service('billing', {
    ...of('billing', 4003),
    tracing: true,
    deploy: codeDeploy({ hooks: { AfterAllowTraffic: verify } }),
    uses: [main.connect()],
  }).in(staging, { tracing: false })
  return delivery({
    name: 'shop',
    repo: github('acme/shop'),
    environments: [production, staging, shared],
    services: [web, orders, mail, reports, billing],
  })
}
