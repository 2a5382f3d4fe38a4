// How a service's deployment strategy reads in its template. AWS CloudFormation, AWS::ECS::Service
// DeploymentConfiguration.
import { isShift, type Service, type Shift } from '#model'
import type { Value } from '#model/value.ts'
import type { AnyResource } from '../template/resource.ts'
import { type ClusterExports, present } from './layers.ts'
import { hookRole, trafficRole } from './shift.ts'
import type { Target } from './target.ts'
import { targetErrors } from './target-errors.ts'

const circuitBreaker = { Enable: true, Rollback: true } as const

const watched = (names: readonly (string | Value<'text'>)[]) => ({
  Alarms: { AlarmNames: names, Enable: true, Rollback: true },
})

/** The deployment part of a service: its properties, those of its load balancer, and the resources it needs. */
export const deploymentOf = (service: Service, around: { target: Target; cluster: ClusterExports }) => {
  const { deploy } = service
  if (isShift(deploy)) return shiftOf(deploy, around)
  if (deploy.kind === 'code-deploy')
    return { properties: { DeploymentController: { Type: 'CODE_DEPLOY' as const } }, balancing: {}, before: [] }
  return {
    properties: {
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: circuitBreaker,
        MinimumHealthyPercent: deploy.minimumHealthyPercent,
        MaximumPercent: deploy.maximumPercent,
        ...(deploy.alarms.length > 0 && watched(deploy.alarms)),
      },
    },
    balancing: {},
    before: [],
  }
}

const shiftOf = (deploy: Shift, { target, cluster }: { target: Target; cluster: ClusterExports }) => {
  const traffic = trafficRole(target)
  const hooking = hookRole(deploy)
  const alarm = targetErrors(target, cluster)
  const before: readonly AnyResource[] = [traffic, ...(hooking ? [hooking] : []), alarm]
  return {
    properties: {
      DeploymentConfiguration: {
        ...strategyOf(deploy),
        BakeTimeInMinutes: deploy.bakeMinutes,
        DeploymentCircuitBreaker: circuitBreaker,
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        ...(hooking && {
          LifecycleHooks: deploy.hooks.map((hook) => ({
            HookTargetArn: hook.function,
            RoleArn: hooking.att('Arn'),
            LifecycleStages: hook.stages,
          })),
        }),
        ...watched([alarm.ref, ...deploy.alarms]),
      },
    },
    balancing: {
      AdvancedConfiguration: {
        AlternateTargetGroupArn: present(target.alternate, 'the alternate target group').ref,
        ProductionListenerRule: target.rule.ref,
        ...(target.testRule && { TestListenerRule: target.testRule.ref }),
        RoleArn: traffic.att('Arn'),
      },
    },
    before,
  }
}

const strategyOf = (deploy: Shift) => {
  switch (deploy.kind) {
    case 'blue-green':
      return { Strategy: 'BLUE_GREEN' } as const
    case 'canary':
      return {
        Strategy: 'CANARY',
        CanaryConfiguration: { CanaryPercent: deploy.percent, CanaryBakeTimeInMinutes: deploy.waitMinutes },
      } as const
    case 'linear':
      return {
        Strategy: 'LINEAR',
        LinearConfiguration: { StepPercent: deploy.stepPercent, StepBakeTimeInMinutes: deploy.stepMinutes },
      } as const
  }
}
