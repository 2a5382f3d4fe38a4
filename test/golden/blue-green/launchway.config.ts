// Three services that shift traffic, each in its way: all at once with a test header, a canary, and CodeDeploy.
import { blueGreen, canary, codeDeploy, delivery, environment, github, image, service } from 'launchway'

const production = environment('production', { account: '111111111111', region: 'eu-west-1', domain: 'example.com' })

export default delivery({
  name: 'shift',
  repo: github('acme/shift', { release: 'main' }),
  environments: [production],
  services: [
    service('web', {
      image: image('web', { test: 'npm test' }),
      port: 3000,
      health: '/health',
      deploy: blueGreen({
        bakeMinutes: 10,
        testHeader: { name: 'x-release', value: 'next' },
        alarms: ['checkout-errors'],
        hooks: [
          {
            function: 'arn:aws:lambda:eu-west-1:111111111111:function:verify',
            stages: ['POST_TEST_TRAFFIC_SHIFT'],
          },
        ],
      }),
    }),
    service('search', {
      image: image('search'),
      port: 3001,
      health: '/health',
      deploy: canary({ percent: 10, waitMinutes: 10, bakeMinutes: 5 }),
    }),
    service('legacy', {
      image: image('legacy'),
      port: 3002,
      health: '/health',
      deploy: codeDeploy({ configuration: 'CodeDeployDefault.ECSCanary10Percent5Minutes' }),
    }),
  ],
})
