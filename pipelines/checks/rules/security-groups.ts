import { refuse } from '../problem.ts'
import { type Found, follow, resourcesOf } from '../read/follow.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import { eachBalanced } from './load-balancers.ts'
import type { Rule } from './rule.ts'

const isSame = (one: Found, other: Found | undefined): boolean =>
  one.template === other?.template && one.logicalId === other.logicalId

// What only a deployment knows is no number here, and taken for open.
const opens = (of: Found, rule: Readonly<Record<string, unknown>>, port: number): boolean => {
  const from = Number(of.template.resolved(rule.FromPort))
  const to = Number(of.template.resolved(rule.ToPort))
  return String(of.template.resolved(rule.IpProtocol)) === '-1' || !(port < from || port > to)
}

// Its own rules, and those that stand beside it. AWS::EC2::SecurityGroup, AWS::EC2::SecurityGroupIngress.
const isReached = (world: World, group: Found, port: number): boolean =>
  listOf(group.properties.SecurityGroupIngress).some((each) => opens(group, recordOf(each), port)) ||
  resourcesOf(world.templates, 'AWS::EC2::SecurityGroupIngress').some(
    (each) =>
      isSame(group, follow(world.templates, each.template, each.properties.GroupId)) &&
      opens(each, each.properties, port),
  )

/** Services behind a load balancer on a port that no rule of their security groups opens: every target is unhealthy. */
export const balancerPortClosed: Rule = (world) =>
  eachBalanced(world, ({ service, name, port, containers, at }) => {
    const { template, logicalId, properties } = service
    const network = recordOf(recordOf(properties.NetworkConfiguration).AwsvpcConfiguration)
    const groups = listOf(network.SecurityGroups).map((each) => follow(world.templates, template, each))
    // A group that is none of ours may let anybody in.
    const isKnown = groups.length > 0 && groups.every((each) => each?.resource.Type === 'AWS::EC2::SecurityGroup')
    const isMapped = containers.find((each) => each.name === name)?.ports.includes(port)
    if (!isKnown || !isMapped || groups.some((group) => group && isReached(world, group, port))) return []
    return [
      refuse(at('ContainerPort'), [
        `no rule of the security group of service "${logicalId}" lets anybody reach port ${port}`,
        `open ${port} to the load balancer: an AWS::EC2::SecurityGroupIngress of "${groups[0]?.logicalId}" with FromPort and ToPort ${port}`,
      ]),
    ]
  })
