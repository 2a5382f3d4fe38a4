// Two services that share a table, one of them only reading, and no database.
import { delivery, environment, github, image, service, table } from 'launchway'

const events = table('events', { key: ['id'] })

export default delivery({
  name: 'events',
  repo: github('acme/events', { release: 'main', ids: { owner: 1001, repo: 2002 } }),
  environments: [environment('production', { account: '111111111111', region: 'eu-central-1' })],
  services: [
    service('reader', {
      image: image('reader', { platform: 'linux/arm64' }),
      port: 3000,
      health: '/health',
      uses: [events.read()],
    }),
    service('writer', { image: image('writer'), port: 3001, health: '/health', uses: [events.readWrite()] }),
  ],
})
