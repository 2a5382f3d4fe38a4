import { expect, test } from 'vitest'
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
