// What the Describe operations say about each thing.
import type { Shape } from '../service.ts'
import { healthCheckOf } from './health-check.ts'
import { canonicalHostedZone } from './hosted-zones.ts'
import {
  type ElbState,
  groupsOf,
  type Listener,
  type LoadBalancer,
  type Rule,
  type Target,
  type TargetGroup,
} from './state.ts'

/** A load balancer as API_LoadBalancer. */
export const describeLoadBalancer = (balancer: LoadBalancer, region: string): Shape => ({
  LoadBalancerArn: balancer.arn,
  LoadBalancerName: balancer.name,
  DNSName: balancer.dnsName,
  CanonicalHostedZoneId: canonicalHostedZone(region),
  CreatedTime: balancer.createdAt.toISOString(),
  Scheme: balancer.scheme,
  State: { Code: 'active' },
  Type: balancer.properties.Type ?? 'application',
  IpAddressType: balancer.properties.IpAddressType ?? 'ipv4',
  SecurityGroups: balancer.properties.SecurityGroups ?? [],
  AvailabilityZones: ((balancer.properties.Subnets ?? []) as string[]).map((SubnetId, index) => ({
    SubnetId,
    ZoneName: `${region}${'abcdef'[index] ?? 'a'}`,
  })),
})

/** The load balancers whose listeners forward to a target group. */
export const balancersOf = (state: ElbState, group: TargetGroup): string[] => {
  const using = [...state.listeners.values()].filter((listener) =>
    listener.rules.some((rule) => groupsOf(rule.actions).includes(group.arn)),
  )
  return [...new Set(using.map((listener) => listener.loadBalancerArn))]
}

/** A target group as API_TargetGroup. */
export const describeTargetGroup = (state: ElbState, group: TargetGroup): Shape => {
  const check = healthCheckOf(group.properties)
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.properties.Protocol ?? 'HTTP',
    Port: Number(group.properties.Port ?? 80),
    VpcId: group.properties.VpcId ?? '',
    TargetType: group.properties.TargetType ?? 'instance',
    ProtocolVersion: group.properties.ProtocolVersion ?? 'HTTP1',
    IpAddressType: group.properties.IpAddressType ?? 'ipv4',
    HealthCheckEnabled: check.enabled,
    HealthCheckProtocol: group.properties.HealthCheckProtocol ?? 'HTTP',
    HealthCheckPort: check.port,
    HealthCheckPath: check.path,
    HealthCheckIntervalSeconds: check.interval / 1_000,
    HealthCheckTimeoutSeconds: check.timeout / 1_000,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    Matcher: { HttpCode: check.codes },
    LoadBalancerArns: balancersOf(state, group),
  }
}

/** A listener as API_Listener. */
export const describeListener = (listener: Listener): Shape => ({
  ListenerArn: listener.arn,
  LoadBalancerArn: listener.loadBalancerArn,
  Port: Number(listener.properties.Port),
  Protocol: listener.properties.Protocol ?? 'HTTP',
  ...(listener.properties.Certificates && { Certificates: listener.properties.Certificates }),
  ...(listener.properties.SslPolicy && { SslPolicy: listener.properties.SslPolicy }),
  DefaultActions: listener.rules.find((rule) => rule.priority === 'default')?.actions ?? [],
})

/** A rule as API_Rule. */
export const describeRule = (rule: Rule): Shape => ({
  RuleArn: rule.arn,
  Priority: String(rule.priority),
  Conditions: rule.conditions,
  Actions: rule.actions,
  IsDefault: rule.priority === 'default',
})

/** A target's health as API_TargetHealthDescription. */
export const describeTargetHealth = (group: TargetGroup, target: Target): Shape => {
  const { state, reason, description } = target.health
  const port = healthCheckOf(group.properties).port
  return {
    Target: { Id: target.id, Port: target.port },
    HealthCheckPort: port === 'traffic-port' ? String(target.port) : port,
    TargetHealth: { State: state, ...(reason && { Reason: reason }), ...(description && { Description: description }) },
  }
}
