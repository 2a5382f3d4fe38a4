import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureThreshold } from '../../../rehearsal/ecs/circuit-breaker.ts'
import { contextOf, make, providerOf } from '../processes/sample-world.ts'
import { breaker, fakeFleet, healthy, type Script, targetGroup } from './fake-fleet.ts'

const never = new AbortController().signal

test('a service comes up, and its deployment is COMPLETED', async () => {
  const fleet = fakeFleet({ a: healthy })
  await fleet.begin('a')
  const service = await fleet.describe()
  expect(service).toMatchObject({ runningCount: 2, pendingCount: 0, desiredCount: 2 })
  expect(service.deployments).toMatchObject([
    { status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2, failedTasks: 0 },
  ])
  expect(fleet.events.at(0)).toMatch(/^\(service web\) has started 2 tasks: \(task \w{32}\) \(task \w{32}\)\.$/)
  expect(fleet.events).toContain(`(service web) registered 1 targets in (target-group ${targetGroup})`)
  expect(fleet.events.at(-1)).toBe('(service web) has reached a steady state.')
})

test('an update rolls: never fewer healthy tasks than before, and the old revision is gone at the end', async () => {
  const fleet = fakeFleet({ a: healthy, b: healthy })
  await fleet.begin('a')
  const { service } = await fleet.update('b')
  expect(service.deployments.map((one: { status: string }) => one.status)).toEqual(['PRIMARY', 'ACTIVE'])
  const samples = await fleet.watch(10_000)
  expect(Math.min(...samples.map(({ healthy }) => healthy))).toBe(2)
  expect(Math.max(...samples.map(({ up }) => up))).toBe(4)
  const after = await fleet.describe()
  expect(after.deployments).toHaveLength(1)
  expect(after.taskDefinition).toMatch(/web:2$/)
  expect(fleet.events).toContain('(service web) has begun draining connections on 1 tasks.')
})

test('a deployment is not over while an old task drains', async () => {
  const fleet = fakeFleet({ a: healthy, b: healthy })
  await fleet.begin('a')
  fleet.holdDraining()
  await fleet.update('b')
  await fleet.clock.advance(60_000)
  const draining = fleet.api.tasksOf('main', 'web').filter((task) => task.lastStatus === 'DEACTIVATING')
  expect(draining).toHaveLength(2)
  expect((await fleet.describe()).deployments[0].rolloutState).toBe('IN_PROGRESS')
  fleet.releaseDraining()
  await fleet.clock.advance(1_000)
  expect((await fleet.describe()).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }])
})

test.each<[string, Script, RegExp]>([
  [
    'exits at once',
    () => ({ kind: 'exits', code: 1 }),
    /Essential container in task exited \(container app exited with 1\)/,
  ],
  ['fails its health checks', () => ({ kind: 'unhealthy' }), /Task failed ELB health checks in \(target-group/],
  [
    'cannot be pulled',
    () => ({ kind: 'unpullable' }),
    /CannotPullContainerError: pull image manifest has been retried/,
  ],
  ['cannot be started', () => ({ kind: 'unstartable' }), /CannotStartContainerError/],
])(
  'an image that %s trips the breaker; the service is back on the old one, and the deploy failed',
  async (_, script, reason) => {
    const fleet = fakeFleet({ a: healthy, bad: script })
    await fleet.begin('a', breaker)
    const deploying = fleet.api.deploy(
      { cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'bad' }] },
      never,
    )
    const samples = await fleet.watch(60_000)
    const outcome = await deploying
    expect(outcome.ok).toBe(false)
    expect(outcome.message).toMatch(/^ECS deployment circuit breaker: tasks failed to start\. /)
    expect(outcome.message).toMatch(reason)
    expect(outcome.message).toMatch(/web is back on web:1$/)
    expect(Math.min(...samples.map((sample) => sample.healthy))).toBe(2)

    const service = await fleet.describe()
    expect(service.taskDefinition).toMatch(/web:1$/)
    expect(service.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }])
    const { serviceDeployments } = await fleet.ask('ListServiceDeployments', { cluster: 'main', service: 'web' })
    const { serviceDeployments: full } = await fleet.ask('DescribeServiceDeployments', {
      serviceDeploymentArns: [serviceDeployments[0].serviceDeploymentArn],
    })
    expect(full).toMatchObject([
      {
        status: 'ROLLBACK_SUCCESSFUL',
        deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
        rollback: { reason: expect.any(String) },
      },
    ])
  },
)

test('without rollback a tripped breaker leaves the old tasks running and starts no more new ones', async () => {
  const fleet = fakeFleet({ a: healthy, bad: () => ({ kind: 'exits', code: 2 }) })
  await fleet.begin('a', { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } })
  await fleet.update('bad')
  await fleet.clock.advance(60_000)
  const launched = fleet.launches.filter(({ image }) => image === 'bad').length
  const { deployments } = await fleet.describe()
  expect(deployments[0]).toMatchObject({
    status: 'PRIMARY',
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
  })
  expect(deployments[1]).toMatchObject({ status: 'ACTIVE', runningCount: 2 })
  await fleet.clock.advance(600_000)
  expect(fleet.launches.filter(({ image }) => image === 'bad').length).toBe(launched)
})

test('without a breaker a failing deployment goes on, ever more slowly', async () => {
  const fleet = fakeFleet({ a: healthy, bad: () => ({ kind: 'unpullable' }) })
  await fleet.begin('a')
  await fleet.update('bad')
  await fleet.clock.advance(600_000)
  const { deployments } = await fleet.describe()
  expect(deployments[0].rolloutState).toBe('IN_PROGRESS')
  expect(deployments[0].failedTasks).toBeGreaterThan(10)
  expect(deployments[0].failedTasks).toBeLessThan(60)
  expect(fleet.events.join()).toMatch(/is unable to consistently start tasks successfully/)
})

test('100/100 is reported as the dead end it is', async () => {
  const fleet = fakeFleet({ a: healthy, b: healthy })
  await fleet.begin('a', { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 } })
  const deploying = fleet.api.deploy(
    { cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'b' }] },
    never,
  )
  await fleet.clock.advance(1_000)
  expect(await deploying).toEqual({
    ok: false,
    message:
      '(service web) cannot stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  })
  await fleet.ask('UpdateService', {
    cluster: 'main',
    service: 'web',
    deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
  })
  await fleet.clock.advance(30_000)
  expect((await fleet.describe()).deployments).toMatchObject([
    { rolloutState: 'COMPLETED', taskDefinition: expect.stringMatching(/web:2$/) },
  ])
})

test('a task that dies in a steady service is replaced', async () => {
  const fleet = fakeFleet({
    a: (nth) => (nth === 0 ? { kind: 'exits', code: 1, after: 300_000 } : { kind: 'healthy' }),
  })
  await fleet.begin('a', { desiredCount: 1, loadBalancers: [] })
  expect((await fleet.describe()).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }])
  await fleet.clock.advance(300_000)
  expect(fleet.launches).toHaveLength(2)
  expect((await fleet.describe()).deployments).toMatchObject([{ rolloutState: 'COMPLETED', runningCount: 1 }])
})

test('during the grace period failing checks are forgiven, and not after', async () => {
  const slow: Script = () => ({ kind: 'unhealthy', after: 1_000 })
  const fleet = fakeFleet({ slow })
  await fleet.begin('slow', { desiredCount: 1, healthCheckGracePeriodSeconds: 90 })
  expect(fleet.launches).toHaveLength(1)
  await fleet.clock.advance(40_000)
  expect(fleet.launches).toHaveLength(2)
})

test('a container health check decides as well', async () => {
  const fleet = fakeFleet({ a: healthy, curl: (nth) => ({ kind: 'exits', code: nth }) })
  await fleet.ask('CreateCluster', { clusterName: 'main' })
  const { taskDefinition } = await fleet.ask('RegisterTaskDefinition', {
    family: 'web',
    containerDefinitions: [
      { name: 'app', image: 'a', healthCheck: { command: ['CMD', 'curl', '1'], interval: 10, retries: 2 } },
    ],
  })
  await fleet.ask('CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: taskDefinition.taskDefinitionArn,
    desiredCount: 1,
  })
  await fleet.clock.advance(25_000)
  expect(fleet.events.join('\n')).toMatch(/\(task \w+\) failed container health checks\./)
})

test('more and fewer tasks need no deployment', async () => {
  const fleet = fakeFleet({ a: healthy })
  await fleet.begin('a')
  for (const desiredCount of [5, 1, 0, 3]) {
    await fleet.ask('UpdateService', { cluster: 'main', service: 'web', desiredCount })
    await fleet.clock.advance(10_000)
    expect(await fleet.describe()).toMatchObject({
      runningCount: desiredCount,
      deployments: [{ rolloutState: 'COMPLETED' }],
    })
  }
  expect(
    (await fleet.ask('ListServiceDeployments', { cluster: 'main', service: 'web' })).serviceDeployments,
  ).toHaveLength(1)
})

test('forceNewDeployment replaces all tasks by the same revision', async () => {
  const fleet = fakeFleet({ a: healthy })
  await fleet.begin('a')
  await fleet.ask('UpdateService', { cluster: 'main', service: 'web', forceNewDeployment: true })
  await fleet.clock.advance(10_000)
  expect(fleet.launches).toHaveLength(4)
  expect((await fleet.describe()).taskDefinition).toMatch(/web:1$/)
})

test('a newer deployment stops the one under way', async () => {
  const fleet = fakeFleet({ a: healthy, b: () => ({ kind: 'healthy', after: 100_000 }), c: healthy })
  await fleet.begin('a')
  const first = fleet.api.deploy({ cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'b' }] }, never)
  await fleet.clock.advance(1_000)
  const second = fleet.api.deploy({ cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'c' }] }, never)
  await fleet.clock.advance(30_000)
  expect((await first).ok).toBe(false)
  expect((await first).message).toMatch(/A new service deployment has been started/)
  expect((await second).ok).toBe(true)
  expect((await fleet.describe()).taskDefinition).toMatch(/web:3$/)
})

test('StopServiceDeployment rolls back', async () => {
  const fleet = fakeFleet({ a: healthy, b: () => ({ kind: 'healthy', after: 100_000 }) })
  await fleet.begin('a')
  await fleet.update('b')
  await fleet.clock.advance(1_000)
  const { serviceDeployments } = await fleet.ask('ListServiceDeployments', {
    cluster: 'main',
    service: 'web',
    status: ['IN_PROGRESS'],
  })
  await fleet.ask('StopServiceDeployment', { serviceDeploymentArn: serviceDeployments[0].serviceDeploymentArn })
  await fleet.clock.advance(10_000)
  expect(
    (await fleet.ask('ListServiceDeployments', { cluster: 'main', service: 'web' })).serviceDeployments[0].status,
  ).toBe('ROLLBACK_SUCCESSFUL')
  expect((await fleet.describe()).taskDefinition).toMatch(/web:1$/)
})

test('deploying to a container that does not exist names the ones that do', async () => {
  const fleet = fakeFleet({ a: healthy })
  await fleet.begin('a')
  const outcome = await fleet.api.deploy(
    { cluster: 'main', service: 'web', images: [{ name: 'ap', imageUri: 'b' }] },
    never,
  )
  expect(outcome).toEqual({
    ok: false,
    message: 'container "ap" is not in web:1; its containers are "app": name one of them in the image definitions',
  })
})

test('the resource is made when its deployment has completed, and fails with the reason when the breaker trips', async () => {
  const fleet = fakeFleet({ a: healthy, bad: () => ({ kind: 'exits', code: 9 }) })
  await make(fleet.world, fleet.service, 'AWS::ECS::Cluster', { ClusterName: 'main' })
  const properties = async (image: string) => ({
    ServiceName: 'web',
    Cluster: 'main',
    DesiredCount: 1,
    TaskDefinition: await fleet.register(image),
    DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    LoadBalancers: [{ TargetGroupArn: targetGroup, ContainerName: 'app', ContainerPort: 3000 }],
  })
  const before = await properties('a')
  const creating = make(fleet.world, fleet.service, 'AWS::ECS::Service', before)
  await fleet.clock.advance(10_000)
  const made = await creating
  expect(made).toMatchObject({
    physicalId: 'arn:aws:ecs:eu-west-1:123456789012:service/main/web',
    attributes: { Name: 'web' },
  })

  const provider = providerOf(fleet.service, 'AWS::ECS::Service')
  const context = contextOf(fleet.world)
  const updating = provider.update?.(made, before, await properties('bad'), context)
  const failed = expect(updating).rejects.toThrow(
    /ECS Deployment Circuit Breaker was triggered.*container app exited with 9/,
  )
  await fleet.clock.advance(60_000)
  await failed

  const back = provider.update?.(made, before, before, context)
  await fleet.clock.advance(10_000)
  await back
  const removing = provider.remove?.(made, before, context)
  await fleet.clock.advance(10_000)
  await removing
  expect(await fleet.describe()).toMatchObject({ status: 'INACTIVE', runningCount: 0 })
})

test('a service whose first deployment fails is not left behind', async () => {
  const fleet = fakeFleet({ bad: () => ({ kind: 'exits', code: 9 }) })
  await make(fleet.world, fleet.service, 'AWS::ECS::Cluster', { ClusterName: 'main' })
  const creating = make(fleet.world, fleet.service, 'AWS::ECS::Service', {
    ServiceName: 'web',
    Cluster: 'main',
    DesiredCount: 1,
    TaskDefinition: await fleet.register('bad'),
    DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
  })
  const failed = expect(creating).rejects.toThrow(/Circuit Breaker was triggered/)
  await fleet.clock.advance(60_000)
  await failed
  expect(await fleet.describe()).toMatchObject({ status: 'INACTIVE', runningCount: 0, pendingCount: 0 })
})

test.each([
  [1, 3],
  [6, 3],
  [7, 4],
  [10, 5],
  [399, 200],
  [1_000, 200],
])('for %i tasks the threshold is %i failures', (desired, threshold) => {
  expect(failureThreshold(desired)).toBe(threshold)
})

test.each([
  [{ type: 'COUNT', value: 1 }, 10, 1],
  [{ type: 'BOUNDED_PERCENT', value: 10 }, 100, 10],
  [{ type: 'UNBOUNDED_PERCENT', value: 50 }, 1_000, 500],
])('the threshold can be configured: %j', (configuration, desired, threshold) => {
  expect(failureThreshold(desired, configuration)).toBe(threshold)
})

test('any desired count, percentages and failing tasks: bounds are kept, the breaker trips at its threshold, and it ends', async () => {
  const given = fc.record({
    desired: fc.integer({ min: 1, max: 6 }),
    minimum: fc.constantFrom(0, 50, 75, 100),
    extra: fc.constantFrom(0, 25, 50, 100),
    pattern: fc.array(fc.constantFrom('healthy', 'exits', 'unhealthy', 'unpullable'), { minLength: 1, maxLength: 6 }),
  })
  const behaviours = {
    healthy: { kind: 'healthy' },
    exits: { kind: 'exits', code: 1, after: 100 },
    unhealthy: { kind: 'unhealthy' },
    unpullable: { kind: 'unpullable' },
  } as const
  await fc.assert(
    fc.asyncProperty(given, async ({ desired, minimum, extra, pattern }) => {
      const fleet = fakeFleet({
        a: healthy,
        b: (nth) => behaviours[pattern[nth % pattern.length] as keyof typeof behaviours],
      })
      const deploymentConfiguration = {
        minimumHealthyPercent: minimum,
        maximumPercent: Math.max(100, minimum) + extra,
        ...breaker.deploymentConfiguration,
      }
      await fleet.begin('a', { desiredCount: desired, deploymentConfiguration })
      let outcome: { ok: boolean; message: string } | undefined
      fleet.api
        .deploy({ cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'b' }] }, never)
        .then((value) => {
          outcome = value
        })
      const samples = []
      for (let round = 0; round < 60 && !outcome; round++) samples.push(...(await fleet.watch(5_000, 500)))
      expect(outcome, 'it ends').toBeDefined()
      const floor = Math.ceil((desired * minimum) / 100)
      const ceiling = Math.floor((desired * deploymentConfiguration.maximumPercent) / 100)
      for (const sample of samples) {
        expect(sample.healthy).toBeGreaterThanOrEqual(floor)
        expect(sample.up).toBeLessThanOrEqual(ceiling)
      }
      const { serviceDeployments } = await fleet.ask('ListServiceDeployments', { cluster: 'main', service: 'web' })
      const {
        serviceDeployments: [one],
      } = await fleet.ask('DescribeServiceDeployments', {
        serviceDeploymentArns: [serviceDeployments[0].serviceDeploymentArn],
      })
      const tripped = one.deploymentCircuitBreaker.status === 'TRIGGERED'
      if (tripped) expect(one.deploymentCircuitBreaker.failureCount).toBe(one.deploymentCircuitBreaker.threshold)
      else expect(one.deploymentCircuitBreaker.failureCount).toBeLessThan(one.deploymentCircuitBreaker.threshold)
      const { deployments } = await fleet.describe()
      if (outcome?.ok) expect(deployments).toMatchObject([{ rolloutState: 'COMPLETED', runningCount: desired }])
      else if (tripped) expect(one.status).toBe('ROLLBACK_SUCCESSFUL')
      else expect(outcome?.message).toMatch(/cannot stop or start tasks/)
    }),
    { numRuns: 40 },
  )
})
