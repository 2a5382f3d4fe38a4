import { instead } from '../nearest.ts'
import { type Problem, refuse, warn } from '../problem.ts'
import { containersIn, type ReadContainer, taskDefinitionOf } from '../read/deployment.ts'
import { type Found, follow, resourcesOf } from '../read/follow.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

/** A load balancer of a service, as both are written down. */
export interface Balanced {
  readonly service: Found
  readonly name: string
  readonly port: number
  readonly containers: readonly ReadContainer[]
  readonly target?: Found
  readonly at: (key: string) => Problem['at']
}

/** What can be said of each load balancer of each service. */
export const eachBalanced = (world: World, judge: (one: Balanced) => readonly Problem[]): readonly Problem[] =>
  resourcesOf(world.templates, 'AWS::ECS::Service').flatMap((service) => {
    const definition = taskDefinitionOf(world, service)
    if (!definition) return []
    const { template, logicalId } = service
    return listOf(service.properties.LoadBalancers).flatMap((each, at) => {
      const balancer = recordOf(each)
      const target = follow(world.templates, template, balancer.TargetGroupArn)
      return judge({
        service,
        name: String(template.resolved(balancer.ContainerName)),
        port: Number(template.resolved(balancer.ContainerPort)),
        containers: containersIn(definition),
        ...(target && { target }),
        at: (key) => template.at('Resources', logicalId, 'Properties', 'LoadBalancers', at, key),
      })
    })
  })

/** Load balancers that send requests to a container which the task does not have. */
export const balancerContainerUnknown: Rule = (world) =>
  eachBalanced(world, ({ name, containers, service, at }) => {
    const names = containers.map((each) => each.name)
    return names.includes(name)
      ? []
      : [
          refuse(at('ContainerName'), [
            `service "${service.logicalId}" is balanced onto container "${name}", which its task definition does not have`,
            instead(name, names, 'container'),
          ]),
        ]
  })

/** Load balancers that send requests to a port which the container does not open. */
export const balancerPortUnmapped: Rule = (world) =>
  eachBalanced(world, ({ name, port, containers, at }) => {
    const container = containers.find((each) => each.name === name)
    return !container || container.ports.includes(port)
      ? []
      : [
          refuse(at('ContainerPort'), [
            `container "${name}" does not map port ${port}`,
            container.ports.length > 0
              ? `give ContainerPort: ${container.ports.join(' or ')}`
              : `add { ContainerPort: ${port} } to its PortMappings`,
          ]),
        ]
  })

/** Target groups with another port than their container: requests arrive, but who reads the group is misled. */
export const targetPortDiffers: Rule = (world) =>
  eachBalanced(world, ({ port, target }) => {
    const own = Number(target?.template.resolved(target.properties.Port))
    return !target || own === port
      ? []
      : [
          warn(target.template.at('Resources', target.logicalId, 'Properties', 'Port'), [
            `target group "${target.logicalId}" has port ${own}, its container ${port}`,
            `give Port: ${port}`,
          ]),
        ]
  })

/** Target groups that ask for another health path than the one the service answers. */
export const healthPathDiffers: Rule = (world) =>
  eachBalanced(world, ({ target, service }) => {
    const { stack } = service.template
    const owner = world.delivery.services.find((each) => stack.id === `service-${each.name}`)
    const path = target?.template.resolved(target.properties.HealthCheckPath)
    return !target || !owner || path === owner.container.health
      ? []
      : [
          refuse(target.template.at('Resources', target.logicalId, 'Properties', 'HealthCheckPath'), [
            `target group "${target.logicalId}" asks for ${path === undefined ? 'the path "/"' : JSON.stringify(path)}, service "${owner.name}" answers "${owner.container.health}"`,
            `give HealthCheckPath: ${owner.container.health}`,
          ]),
        ]
  })
