import type { Service } from '#model'
import type { ScheduledScale } from '#model/service.ts'
import type { Condition } from '../template/condition.ts'
import { sub } from '../template/intrinsics.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import type { ClusterExports } from './layers.ts'

interface Around {
  readonly cluster: ClusterExports
  readonly group: Resource<'AWS::ElasticLoadBalancingV2::TargetGroup'>
  readonly running: Resource<'AWS::ECS::Service'>
  readonly hasImage: Condition
}

/**
 * Scales the service by its CPU and, where asked for, by memory, requests and the clock. Only once an image exists: registering a
 * minimum starts tasks at once, and there would be nothing to run.
 */
export const autoscaling = (service: Service, around: Around): readonly AnyResource[] => {
  const { cluster, group, running, hasImage } = around
  const { schedule = [] } = service.scale
  const target = resource(
    'ScalableTarget',
    'AWS::ApplicationAutoScaling::ScalableTarget',
    {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: sub`service/${cluster.clusterName}/${running.att('Name')}`,
      MinCapacity: service.scale.min,
      MaxCapacity: service.scale.max,
      ...(schedule.length > 0 && { ScheduledActions: schedule.map(scheduledAction) }),
    },
    { condition: hasImage },
  )
  const policies = metricsOf(service, cluster, group).map(({ name, value, metric }) =>
    resource(
      `ScaleBy${name}`,
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      {
        PolicyName: name,
        PolicyType: 'TargetTrackingScaling',
        ScalingTargetId: target.ref,
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: value,
          PredefinedMetricSpecification: metric,
          ScaleOutCooldown: 60,
          ScaleInCooldown: 300,
        },
      },
      { condition: hasImage },
    ),
  )
  return [target, ...policies]
}

const scheduledAction = ({ at, timeZone, min, max }: ScheduledScale, index: number) => ({
  ScheduledActionName: `schedule-${index + 1}`,
  Schedule: at,
  ...(timeZone !== undefined && { Timezone: timeZone }),
  ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
})

const metricsOf = ({ scale }: Service, cluster: ClusterExports, group: Around['group']) => [
  { name: 'Cpu', value: scale.cpu, metric: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } },
  ...(scale.memory === undefined
    ? []
    : [
        {
          name: 'Memory',
          value: scale.memory,
          metric: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
        },
      ]),
  ...(scale.requestsPerTask === undefined
    ? []
    : [
        {
          name: 'Requests',
          value: scale.requestsPerTask,
          metric: {
            PredefinedMetricType: 'ALBRequestCountPerTarget',
            ResourceLabel: sub`${cluster.loadBalancerFullName}/${group.att('TargetGroupFullName')}`,
          },
        },
      ]),
]
