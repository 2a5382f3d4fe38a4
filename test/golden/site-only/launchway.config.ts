// A static site and nothing else: no network, no cluster, no pipeline.
import { delivery, environment, github, site } from 'launchway'

export default delivery({
  name: 'pages',
  repo: github('acme/pages', { release: 'main' }),
  environments: [environment('production', { account: '111111111111', region: 'eu-west-1' })],
  services: [],
  sites: [site('www', { folder: '.', build: 'npm run build', output: 'dist' })],
})
