// The smallest delivery: one service that uses nothing.
import { delivery, environment, github, image, service } from 'launchway'

export default delivery({
  name: 'hello',
  repo: github('acme/hello'),
  environments: [environment('production', { account: '111111111111', region: 'eu-west-1' })],
  services: [service('web', { image: image('.'), port: 3000, health: '/health' })],
})
