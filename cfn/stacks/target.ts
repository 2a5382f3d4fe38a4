import type { Delivery, Service } from '#model'
import { type Resource, resource } from '../template/resource.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'
import type { ClusterExports, NetworkExports } from './layers.ts'

/** How requests reach a service: its target groups, and the listener rules that send them its paths. */
export interface Target {
  readonly group: Resource<'AWS::ElasticLoadBalancingV2::TargetGroup'>
  /** The second target group of a deployment that shifts traffic. */
  readonly alternate?: Resource<'AWS::ElasticLoadBalancingV2::TargetGroup'>
  readonly rule: Resource<'AWS::ElasticLoadBalancingV2::ListenerRule'>
  /** The rule for requests that test the new tasks before anyone else reaches them. */
  readonly testRule?: Resource<'AWS::ElasticLoadBalancingV2::ListenerRule'>
}

interface Given {
  /** The service as the delivery declares it, and as this environment has it. */
  readonly declared: Service
  readonly service: Service
  readonly network: NetworkExports
  readonly cluster: ClusterExports
}

/** The target of a service in one environment. */
export const targetOf = (d: Delivery, { declared, service, network, cluster }: Given): Target => {
  const { deploy } = service
  const group = groupOf('TargetGroup', service, network)
  if (deploy.kind === 'rolling' || deploy.kind === 'code-deploy') {
    const rule = ruleOf('ListenerRule', {
      listener: cluster.listenerArn,
      priority: priorityOf(d, declared),
      conditions: [pathsCondition(d, declared)],
      actions: [{ Type: 'forward', TargetGroupArn: group.ref }],
    })
    if (deploy.kind === 'rolling') return { group, rule }
    return { group, alternate: groupOf('AlternateTargetGroup', service, network), rule }
  }
  const alternate = groupOf('AlternateTargetGroup', service, network)
  // ECS moves the weights at each deployment; the template says where they start.
  const weights = { TargetGroups: [weightOf(group, 100), weightOf(alternate, 0)] }
  const shared = { listener: cluster.listenerArn, actions: [{ Type: 'forward', ForwardConfig: weights }] }
  const rule = ruleOf('ListenerRule', {
    ...shared,
    priority: priorityOf(d, declared),
    conditions: [pathsCondition(d, declared)],
  })
  const { testHeader } = deploy
  if (!testHeader) return { group, alternate, rule }
  const header = {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: testHeader.name, Values: [testHeader.value] },
  }
  const testRule = ruleOf('TestListenerRule', {
    ...shared,
    priority: testPriorityOf(d, declared),
    conditions: [pathsCondition(d, declared), header],
  })
  return { group, alternate, rule, testRule }
}

const weightOf = (group: Target['group'], Weight: number) => ({ TargetGroupArn: group.ref, Weight })

const pathsCondition = (d: Delivery, service: Service) => ({
  Field: 'path-pattern',
  PathPatternConfig: { Values: pathsOf(d, service) },
})

type RuleProperties = ResourceTypes['AWS::ElasticLoadBalancingV2::ListenerRule']['props']

const ruleOf = (
  logicalId: string,
  given: {
    readonly listener: ClusterExports['listenerArn']
    readonly priority: number
    readonly conditions: RuleProperties['Conditions']
    readonly actions: RuleProperties['Actions']
  },
) =>
  resource(logicalId, 'AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: given.listener,
    Priority: given.priority,
    Conditions: given.conditions,
    Actions: given.actions,
  })

const groupOf = (logicalId: string, service: Service, network: NetworkExports) =>
  resource(logicalId, 'AWS::ElasticLoadBalancingV2::TargetGroup', {
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

/** The first service takes every path that no other takes; the others take theirs, and what a site sends to its API. */
export const pathsOf = (d: Delivery, service: Service): readonly string[] => {
  if (d.services[0] === service) return ['/*']
  const own = `/${service.name}/*`
  const api = d.sites.some((site) => site.api === service) ? ['/api/*'] : []
  return [...new Set([own, ...api])]
}

// A rule for test requests stands before every rule for all requests, or it would never be asked.
const tests = [1, 9_999] as const
const others = [10_000, 49_999] as const
const last = 50_000

/**
 * The rule's place: the catch-all last, the others by a number that follows from the name alone, so that a service
 * which comes or goes moves no other's rule. A listener refuses two rules with one priority.
 */
export const priorityOf = (d: Delivery, service: Service): number =>
  d.services[0] === service ? last : placeOf(d.services.slice(1), service, others)

/** The place of the rule for requests that test a service's new tasks. */
const testPriorityOf = (d: Delivery, service: Service): number => placeOf(d.services, service, tests)

const placeOf = (all: readonly Service[], service: Service, [first, end]: readonly [number, number]): number => {
  const taken = new Set<number>()
  for (const name of all.map((each) => each.name as string).sort()) {
    let at = first + (hash(name) % (end - first + 1))
    while (taken.has(at)) at = at === end ? first : at + 1
    taken.add(at)
    if (name === service.name) return at
  }
  throw new Error(`service ${service.name} is not of this delivery`)
}

// FNV-1a, 32 bits: short names spread evenly.
const hash = (text: string): number => {
  let sum = 0x811c9dc5
  for (const character of text) sum = Math.imul(sum ^ character.charCodeAt(0), 0x01000193)
  return sum >>> 0
}
