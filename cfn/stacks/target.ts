import type { Delivery, Service } from '#model'
import { resource } from '../template/resource.ts'
import type { ClusterExports, NetworkExports } from './layers.ts'

/** How requests reach a service: its target group, and the listener rule that sends it its paths. */
export const targetOf = (
  d: Delivery,
  service: Service,
  { network, cluster }: { readonly network: NetworkExports; readonly cluster: ClusterExports },
) => {
  const group = resource('TargetGroup', 'AWS::ElasticLoadBalancingV2::TargetGroup', {
    VpcId: network.vpcId,
    Protocol: 'HTTP',
    Port: service.container.port,
    TargetType: 'ip',
    HealthCheckPath: service.container.health,
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    Matcher: { HttpCode: '200-299' },
    // The default of 300 seconds is what makes deployments look stuck.
    TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
  })
  const rule = resource('ListenerRule', 'AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: cluster.listenerArn,
    Priority: priorityOf(d, service),
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: pathsOf(d, service) } }],
    Actions: [{ Type: 'forward', TargetGroupArn: group.ref }],
  })
  return { group, rule }
}

/** The first service takes every path that no other takes; the others take theirs, and what a site sends to its API. */
export const pathsOf = (d: Delivery, service: Service): readonly string[] => {
  if (d.services[0] === service) return ['/*']
  const own = `/${service.name}/*`
  const api = d.sites.some((site) => site.api === service) ? ['/api/*'] : []
  return [...new Set([own, ...api])]
}

const last = 50_000

/**
 * The rule's place: the catch-all last, the others by a number that follows from the name alone, so that a service
 * which comes or goes moves no other's rule. A listener refuses two rules with one priority.
 */
export const priorityOf = (d: Delivery, service: Service): number => {
  if (d.services[0] === service) return last
  const taken = new Map<number, string>()
  for (const name of d.services
    .slice(1)
    .map((each) => each.name as string)
    .sort()) {
    let at = hash(name)
    while (taken.has(at)) at = (at % (last - 1)) + 1
    taken.set(at, name)
    if (name === service.name) return at
  }
  throw new Error(`service ${service.name} is not of this delivery`)
}

// FNV-1a, 32 bits: short names spread evenly.
const hash = (text: string): number => {
  let sum = 0x811c9dc5
  for (const character of text) sum = Math.imul(sum ^ character.charCodeAt(0), 0x01000193)
  return ((sum >>> 0) % (last - 1)) + 1
}
