// Application Auto Scaling: targets and policies are remembered; nothing scales by itself here.
import type { ResourceProvider, Service, Shape } from '../service.ts'
import type { World } from '../world.ts'

const scalableTarget = (targets: Map<string, Shape>): ResourceProvider => ({
  recorded: true,
  create: async (properties, { call }) => {
    const { ResourceId, ScalableDimension, ServiceNamespace, MinCapacity, MaxCapacity } = properties
    if (Number(MinCapacity) > Number(MaxCapacity)) {
      throw new Error(`Maximum capacity cannot be less than minimum capacity: ${MaxCapacity} < ${MinCapacity}`)
    }
    // aws-resource-applicationautoscaling-scalabletarget: Ref is ResourceId|ScalableDimension|ServiceNamespace.
    const physicalId = `${ResourceId}|${ScalableDimension}|${ServiceNamespace}`
    targets.set(physicalId, properties)
    const ScalableTargetARN = `arn:aws:application-autoscaling:${call.region}:${call.account}:scalable-target/${physicalId.length}`
    return { physicalId, attributes: { Id: physicalId, ScalableTargetARN } }
  },
  remove: async (made) => {
    targets.delete(made.physicalId)
  },
})

const scalingPolicy = (world: World): ResourceProvider => ({
  recorded: true,
  create: async (properties, { call }) => {
    const [resource = properties.ResourceId, , space = properties.ServiceNamespace] = String(
      properties.ScalingTargetId ?? '',
    ).split('|')
    // aws-resource-applicationautoscaling-scalingpolicy: Ref is the ARN.
    const arn = `arn:aws:autoscaling:${call.region}:${call.account}:scalingPolicy:${world.id()}:resource/${space}/${resource}:policyName/${properties.PolicyName}`
    return { physicalId: arn, attributes: { Arn: arn } }
  },
})

/** The recorded Application Auto Scaling. */
export const applicationAutoScaling = (
  world: World,
): { readonly service: Service; readonly api: { readonly targets: () => readonly Shape[] } } => {
  const targets = new Map<string, Shape>()
  return {
    service: {
      name: 'application-autoscaling',
      protocol: 'json',
      target: 'AnyScaleFrontendService',
      operations: {
        DescribeScalableTargets: (input) => ({
          ScalableTargets: [...targets.values()].filter(
            ({ ServiceNamespace, ResourceId }) =>
              ServiceNamespace === input.ServiceNamespace &&
              (!input.ResourceIds || input.ResourceIds.includes(ResourceId)),
          ),
        }),
        DescribeScalingPolicies: () => ({ ScalingPolicies: [] }),
      },
      resources: {
        'AWS::ApplicationAutoScaling::ScalableTarget': scalableTarget(targets),
        'AWS::ApplicationAutoScaling::ScalingPolicy': scalingPolicy(world),
      },
    },
    api: { targets: () => [...targets.values()] },
  }
}
