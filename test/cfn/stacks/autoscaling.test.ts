import { describe, expect, it } from 'vitest'
import { cruddur, propertiesOf, resourcesOf, smallest, stackNamed, stacksFor } from './deliveries.ts'

const stack = stackNamed(stacksFor(cruddur()), 'service-api')

describe('autoscaling', () => {
  it('keeps the number of tasks between what the service says', () => {
    expect(propertiesOf(stack, 'ScalableTarget')).toMatchObject({ MinCapacity: 2, MaxCapacity: 10 })
  })

  it('does not exist before there is an image, since its minimum would start tasks', () => {
    const ids = ['ScalableTarget', 'ScaleByCpu', 'ScaleByRequests']
    for (const id of ids) expect(stack.template.Resources[id]?.Condition).toBe('HasImage')
  })

  it('follows requests where the service says how many a task takes, and CPU always', () => {
    expect(propertiesOf(stack, 'ScaleByRequests').TargetTrackingScalingPolicyConfiguration).toMatchObject({
      TargetValue: 500,
      PredefinedMetricSpecification: {
        ResourceLabel: {
          'Fn::Sub': [
            '${loadBalancerFullName}/${TargetGroup.TargetGroupFullName}',
            { loadBalancerFullName: { 'Fn::ImportValue': 'cruddur-production-cluster-loadBalancerFullName' } },
          ],
        },
      },
    })
    const plain = stackNamed(stacksFor(smallest()), 'service-web')
    const policies = resourcesOf(plain, 'AWS::ApplicationAutoScaling::ScalingPolicy')
    expect(policies.map(([id]) => id)).toEqual(['ScaleByCpu'])
  })
})
