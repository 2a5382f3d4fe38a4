// A service for colleagues only: an internal load balancer over HTTPS, and a network that reaches nothing but AWS;
// its stacks change by a pipeline of their own.
import { delivery, environment, github, image, infrastructurePipeline, postgres, secret, service, vpc } from 'launchway'

const production = environment('production', {
  account: '111111111111',
  region: 'eu-central-1',
  loadBalancer: 'internal',
  certificate: 'arn:aws:acm:eu-central-1:111111111111:certificate/11111111-2222-3333-4444-555555555555',
  network: vpc({ nat: 'none', cidr: '10.20.0.0/16' }),
})
const ledger = postgres('ledger', { serverless: { min: 0.5, max: 4 }, multiAz: true, iamAuthentication: true })
const token = secret('bank-token')

export default delivery({
  name: 'ledger',
  repo: github('acme/ledger', { release: 'main' }),
  environments: [production],
  services: [
    service('books', {
      image: image('.', { platform: 'linux/arm64', migrate: 'npm run migrate' }),
      port: 8080,
      health: '/healthz',
      executeCommand: true,
      uses: [ledger.connect({ as: 'books' }), token.read()],
    }),
  ],
  infrastructure: infrastructurePipeline({ role: 'cloudformation-deploy' }),
  permissionsBoundary: 'launchway-boundary',
})
