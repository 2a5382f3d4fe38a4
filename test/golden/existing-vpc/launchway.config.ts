// A service in a network, a cluster and beside a database that someone else made.
import { delivery, environment, existingPostgres, existingVpc, github, image, service } from 'launchway'

const production = environment('production', {
  account: '111111111111',
  region: 'eu-west-1',
  cluster: 'shared',
  network: existingVpc({
    id: 'vpc-0a1b2c3d',
    cidr: '10.8.0.0/16',
    publicSubnets: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'],
    privateSubnets: ['subnet-0ccccccc', 'subnet-0ddddddd'],
  }),
})
const legacy = existingPostgres('legacy', {
  host: 'legacy.abc.eu-west-1.rds.amazonaws.com',
  port: 5432,
  secretArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:legacy-AbCdEf',
  securityGroup: 'sg-0a1b2c3d',
})

export default delivery({
  name: 'tenant',
  repo: github('acme/tenant', { release: 'main' }),
  environments: [production],
  services: [service('api', { image: image('.'), port: 3000, health: '/health', uses: [legacy.connect()] })],
})
