import { expect, test } from 'vitest'
import { failureThreshold } from '../../../rehearsal/ecs/circuit-breaker.ts'
import { contextOf, make, providerOf } from '../processes/sample-world.ts'
import { fakeFleet, healthy, targetGroup } from './fake-fleet.ts'

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
