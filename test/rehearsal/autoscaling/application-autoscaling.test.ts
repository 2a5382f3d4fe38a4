import { expect, test } from 'vitest'
import { applicationAutoScaling } from '../../../rehearsal/autoscaling/application-autoscaling.ts'
import { call, make, sampleWorld } from '../processes/sample-world.ts'

const target = {
  ResourceId: 'service/main/web',
  ScalableDimension: 'ecs:service:DesiredCount',
  ServiceNamespace: 'ecs',
  MinCapacity: 1,
  MaxCapacity: 4,
}

test('targets and policies are remembered with the Ref of AWS', async () => {
  const { world } = sampleWorld({ home: '/nowhere' })
  const { service, api } = applicationAutoScaling(world)
  const made = await make(world, service, 'AWS::ApplicationAutoScaling::ScalableTarget', target)
  expect(made.physicalId).toBe('service/main/web|ecs:service:DesiredCount|ecs')
  expect(api.targets()).toEqual([target])
  const policy = await make(world, service, 'AWS::ApplicationAutoScaling::ScalingPolicy', {
    PolicyName: 'cpu',
    ScalingTargetId: made.physicalId,
  })
  expect(policy.physicalId).toMatch(
    /^arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:[\w-]+:resource\/ecs\/service\/main\/web:policyName\/cpu$/,
  )
  expect(await call(service, 'DescribeScalableTargets', { ServiceNamespace: 'ecs' })).toEqual({
    ScalableTargets: [target],
  })
})

test('a minimum above the maximum is refused', async () => {
  const { world } = sampleWorld({ home: '/nowhere' })
  const { service } = applicationAutoScaling(world)
  await expect(
    make(world, service, 'AWS::ApplicationAutoScaling::ScalableTarget', { ...target, MinCapacity: 5 }),
  ).rejects.toThrow(/4 < 5/)
})
