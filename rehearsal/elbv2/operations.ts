import { awsError, type Operation, type Shape } from '../service.ts'
import { attributeList } from './attributes.ts'
import {
  balancersOf,
  describeListener,
  describeLoadBalancer,
  describeRule,
  describeTargetGroup,
  describeTargetHealth,
} from './describe.ts'
import type { ElbState, Rule, TargetGroup, TargetId } from './state.ts'
import { targetKey } from './state.ts'
import type { Targets } from './targets.ts'

const idsOf = (group: TargetGroup, targets: readonly Shape[] = []): TargetId[] =>
  targets.map(({ Id, Port }) => ({ id: String(Id), port: Number(Port ?? group.properties.Port ?? 80) }))

/** The operations of Elastic Load Balancing v2. */
export const elbOperations = (state: ElbState, targets: Targets): Record<string, Operation> => {
  const groupOf = (arn: unknown): TargetGroup => {
    const group = state.targetGroups.get(String(arn))
    if (!group) throw awsError('TargetGroupNotFound', 'One or more target groups not found')
    return group
  }
  const balancerOf = (arn: unknown) => {
    const balancer = state.loadBalancers.get(String(arn))
    if (!balancer) throw awsError('LoadBalancerNotFound', 'One or more load balancers not found')
    return balancer
  }
  const listenerOf = (arn: unknown) => {
    const listener = state.listeners.get(String(arn))
    if (!listener) throw awsError('ListenerNotFound', 'One or more listeners not found')
    return listener
  }
  const allRules = (): Rule[] => [...state.listeners.values()].flatMap((listener) => listener.rules)

  return {
    DescribeLoadBalancers: (input, { region }) => {
      const all = [...state.loadBalancers.values()]
      const names: string[] | undefined = input.Names
      for (const name of names ?? []) {
        if (!all.some((balancer) => balancer.name === name)) {
          throw awsError('LoadBalancerNotFound', `Load balancers '[${name}]' not found`)
        }
      }
      const wanted = input.LoadBalancerArns?.map(balancerOf) ?? all.filter(({ name }) => !names || names.includes(name))
      return {
        LoadBalancers: wanted.map((balancer: ReturnType<typeof balancerOf>) => describeLoadBalancer(balancer, region)),
      }
    },
    DescribeLoadBalancerAttributes: (input) => ({
      Attributes: attributeList(balancerOf(input.LoadBalancerArn).attributes),
    }),
    DescribeTargetGroups: (input) => {
      const names: string[] | undefined = input.Names
      const all = [...state.targetGroups.values()]
        .filter(({ name }) => !names || names.includes(name))
        .filter((group) => !input.LoadBalancerArn || balancersOf(state, group).includes(input.LoadBalancerArn))
      if (names && all.length < names.length)
        throw awsError('TargetGroupNotFound', 'One or more target groups not found')
      const wanted: TargetGroup[] = input.TargetGroupArns?.map(groupOf) ?? all
      return { TargetGroups: wanted.map((group) => describeTargetGroup(state, group)) }
    },
    DescribeTargetGroupAttributes: (input) => ({ Attributes: attributeList(groupOf(input.TargetGroupArn).attributes) }),
    DescribeListeners: (input) => {
      if (input.LoadBalancerArn) balancerOf(input.LoadBalancerArn)
      const wanted = input.ListenerArns?.map(listenerOf) ?? [...state.listeners.values()]
      return {
        Listeners: wanted
          .filter(
            (one: ReturnType<typeof listenerOf>) =>
              !input.LoadBalancerArn || one.loadBalancerArn === input.LoadBalancerArn,
          )
          .map(describeListener),
      }
    },
    DescribeRules: (input) => {
      const rules = input.ListenerArn
        ? listenerOf(input.ListenerArn).rules
        : allRules().filter((rule) => input.RuleArns?.includes(rule.arn))
      return { Rules: rules.map(describeRule) }
    },
    DescribeTargetHealth: (input) => {
      const group = groupOf(input.TargetGroupArn)
      const wanted = input.Targets && idsOf(group, input.Targets).map(targetKey)
      const found = [...group.targets.values()].filter((target) => !wanted || wanted.includes(targetKey(target)))
      return { TargetHealthDescriptions: found.map((target) => describeTargetHealth(group, target)) }
    },
    DescribeTags: (input) => ({
      TagDescriptions: (input.ResourceArns ?? []).map((ResourceArn: string) => ({
        ResourceArn,
        Tags: (state.loadBalancers.get(ResourceArn) ?? state.targetGroups.get(ResourceArn))?.properties.Tags ?? [],
      })),
    }),
    RegisterTargets: (input) => {
      const group = groupOf(input.TargetGroupArn)
      targets.register(group, idsOf(group, input.Targets))
      return {}
    },
    DeregisterTargets: (input) => {
      const group = groupOf(input.TargetGroupArn)
      void targets.deregister(group, idsOf(group, input.Targets))
      return {}
    },
  }
}
