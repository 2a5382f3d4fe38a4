// The CloudFormation resource types of Elastic Load Balancing v2, with what Ref and Fn::GetAtt give.
import type { ResourceProvider, Shape } from '../service.ts'
import { loadBalancerDefaults, targetGroupDefaults, withAttributes } from './attributes.ts'
import { balancersOf } from './describe.ts'
import { healthCheckOf } from './health-check.ts'
import { canonicalHostedZone } from './hosted-zones.ts'
import { closeListener, type ListenerCare, openListener } from './listeners.ts'
import type { LoadBalancer, TargetGroup } from './state.ts'

const loadBalancerProvider = (care: ListenerCare): ResourceProvider => {
  const attributes = (balancer: LoadBalancer) => ({
    LoadBalancerArn: balancer.arn,
    LoadBalancerFullName: balancer.fullName,
    LoadBalancerName: balancer.name,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneID: canonicalHostedZone(care.world.region),
    SecurityGroups: balancer.properties.SecurityGroups ?? [],
  })
  return {
    create: async (properties, context) => {
      const { world, state } = care
      const name = properties.Name ?? context.physicalName(32)
      if (name.length > 32) throw new Error(`The load balancer name '${name}' cannot be longer than '32' characters`)
      if ([...state.loadBalancers.values()].some((balancer) => balancer.name === name)) {
        throw new Error(`A load balancer with the same name '${name}' exists, but with different settings`)
      }
      const fullName = `app/${name}/${care.newId()}`
      const scheme = properties.Scheme ?? 'internet-facing'
      const number = 1_000_000_000 + (Number.parseInt(care.newId().slice(0, 8), 16) % 1_000_000_000)
      const balancer: LoadBalancer = {
        arn: `arn:aws:elasticloadbalancing:${world.region}:${world.account}:loadbalancer/${fullName}`,
        fullName,
        name,
        dnsName: `${scheme === 'internal' ? 'internal-' : ''}${name}-${number}.${world.region}.elb.amazonaws.com`,
        scheme,
        createdAt: world.clock.now(),
        properties,
        attributes: withAttributes(loadBalancerDefaults, properties.LoadBalancerAttributes),
      }
      state.loadBalancers.set(balancer.arn, balancer)
      return { physicalId: balancer.arn, attributes: attributes(balancer) }
    },
    update: async (made, _, after) => {
      const balancer = care.state.loadBalancers.get(made.physicalId)!
      balancer.properties = after
      balancer.attributes = withAttributes(loadBalancerDefaults, after.LoadBalancerAttributes)
      return { physicalId: made.physicalId, attributes: attributes(balancer) }
    },
    remove: async (made) => {
      const balancer = care.state.loadBalancers.get(made.physicalId)
      if (balancer?.attributes['deletion_protection.enabled'] === 'true') {
        throw new Error(`Load balancer '${made.physicalId}' cannot be deleted because deletion protection is enabled`)
      }
      const own = [...care.state.listeners.values()].filter((one) => one.loadBalancerArn === made.physicalId)
      await Promise.all(own.map((listener) => closeListener(care.state, listener)))
      care.state.loadBalancers.delete(made.physicalId)
      care.targets.refreshAll()
    },
  }
}

const checkTargetGroup = (properties: Shape) => {
  const { interval, timeout } = healthCheckOf(properties)
  if (timeout > interval) {
    throw new Error(
      `Health check timeout '${timeout / 1_000}' must be smaller than or equal to the interval '${interval / 1_000}'`,
    )
  }
}

const targetGroupProvider = (care: ListenerCare): ResourceProvider => {
  const attributes = (group: TargetGroup) => ({
    TargetGroupArn: group.arn,
    TargetGroupFullName: group.fullName,
    TargetGroupName: group.name,
    LoadBalancerArns: balancersOf(care.state, group),
  })
  const idsOf = (properties: Shape) =>
    ((properties.Targets ?? []) as Shape[]).map(({ Id, Port }) => ({
      id: String(Id),
      port: Number(Port ?? properties.Port),
    }))
  return {
    create: async (properties, context) => {
      const { world, state } = care
      checkTargetGroup(properties)
      const name = properties.Name ?? context.physicalName(32)
      if (name.length > 32) throw new Error(`Target group name '${name}' cannot be longer than '32' characters`)
      if ([...state.targetGroups.values()].some((group) => group.name === name)) {
        throw new Error(`A target group with the same name '${name}' exists, but with different settings`)
      }
      const fullName = `targetgroup/${name}/${care.newId()}`
      const group: TargetGroup = {
        arn: `arn:aws:elasticloadbalancing:${world.region}:${world.account}:${fullName}`,
        fullName,
        name,
        properties,
        attributes: withAttributes(targetGroupDefaults, properties.TargetGroupAttributes),
        targets: new Map(),
        turn: 0,
      }
      state.targetGroups.set(group.arn, group)
      care.targets.register(group, idsOf(properties))
      return { physicalId: group.arn, attributes: attributes(group) }
    },
    update: async (made, before, after) => {
      checkTargetGroup(after)
      const group = care.state.targetGroups.get(made.physicalId)!
      group.properties = after
      group.attributes = withAttributes(targetGroupDefaults, after.TargetGroupAttributes)
      const kept = idsOf(after)
      void care.targets.deregister(
        group,
        idsOf(before).filter((one) => !kept.some(({ id, port }) => id === one.id && port === one.port)),
      )
      care.targets.register(group, kept)
      return { physicalId: made.physicalId, attributes: attributes(group) }
    },
    remove: async (made) => {
      const group = care.state.targetGroups.get(made.physicalId)
      if (!group) return
      if (balancersOf(care.state, group).length > 0) {
        throw new Error(`Target group '${group.arn}' is currently in use by a listener or a rule`)
      }
      await care.targets.deregister(group, [...group.targets.values()])
      care.state.targetGroups.delete(group.arn)
    },
  }
}

const listenerProvider = (care: ListenerCare): ResourceProvider => ({
  create: async (properties) => {
    const balancer = care.state.loadBalancers.get(properties.LoadBalancerArn)
    if (!balancer) throw new Error(`Load balancer '${properties.LoadBalancerArn}' not found`)
    const listener = await openListener(care, balancer, properties)
    return { physicalId: listener.arn, attributes: { ListenerArn: listener.arn } }
  },
  update: async (made, before, after, context) => {
    const listener = care.state.listeners.get(made.physicalId)!
    if (Number(before.Port) !== Number(after.Port) || before.Protocol !== after.Protocol) {
      // The port of a listener can be changed in place; here that is another server with the same identity.
      const balancer = care.state.loadBalancers.get(listener.loadBalancerArn)!
      const { rules } = listener
      await closeListener(care.state, listener)
      const next = await openListener(care, balancer, after)
      care.state.listeners.delete(next.arn)
      care.state.listeners.set(listener.arn, Object.assign(next, { arn: listener.arn }))
      next.rules.push(...rules.filter((rule) => rule.priority !== 'default'))
      context.world.notice({
        from: 'elbv2',
        subject: balancer.name,
        says: `listener ${before.Port} is now ${after.Port}`,
      })
    } else {
      listener.properties = after
      listener.rules.find((rule) => rule.priority === 'default')!.actions = after.DefaultActions ?? []
    }
    care.targets.refreshAll()
    return made
  },
  remove: async (made) => {
    const listener = care.state.listeners.get(made.physicalId)
    if (listener) await closeListener(care.state, listener)
    care.targets.refreshAll()
  },
})

const ruleProvider = (care: ListenerCare): ResourceProvider => {
  const ruleOf = (arn: string) =>
    [...care.state.listeners.values()].flatMap((listener) => listener.rules).find((rule) => rule.arn === arn)
  return {
    create: async (properties) => {
      const listener = care.state.listeners.get(properties.ListenerArn)
      if (!listener) throw new Error(`Listener '${properties.ListenerArn}' not found`)
      const priority = Number(properties.Priority)
      if (listener.rules.some((rule) => rule.priority === priority)) {
        throw new Error(`Priority '${priority}' is currently in use`)
      }
      const arn = `${listener.arn.replace(':listener/', ':listener-rule/')}/${care.newId()}`
      const { Conditions: conditions = [], Actions: actions = [] } = properties
      listener.rules.push({ arn, listenerArn: listener.arn, priority, conditions, actions })
      care.targets.refreshAll()
      return { physicalId: arn, attributes: { RuleArn: arn, IsDefault: false } }
    },
    update: async (made, _, after) => {
      const rule = ruleOf(made.physicalId)!
      rule.priority = Number(after.Priority)
      rule.conditions = after.Conditions ?? []
      rule.actions = after.Actions ?? []
      care.targets.refreshAll()
      return made
    },
    remove: async (made) => {
      for (const { rules } of care.state.listeners.values()) {
        const index = rules.findIndex((rule) => rule.arn === made.physicalId)
        if (index >= 0) rules.splice(index, 1)
      }
      care.targets.refreshAll()
    },
  }
}

/** The resource providers of load balancing. */
export const elbResources = (care: ListenerCare): Record<string, ResourceProvider> => ({
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancerProvider(care),
  'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroupProvider(care),
  'AWS::ElasticLoadBalancingV2::Listener': listenerProvider(care),
  'AWS::ElasticLoadBalancingV2::ListenerRule': ruleProvider(care),
})
