import { expect, test } from 'vitest'
import { fakeFleet, healthy, type Script } from './fake-fleet.ts'

const never = new AbortController().signal

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
