import type { Delivery, Service } from '#model'
import type { Resource } from '../template/resource.ts'
import { type ClusterExports, present } from './layers.ts'
import { logsTo, portNameOf } from './task-definition.ts'

/** True when another service of the delivery calls this one. */
export const isCalled = (d: Pick<Delivery, 'services'>, service: Service): boolean =>
  d.services.some((each) => each.calls.includes(service))

/**
 * Services call each other by name: who is called listens under its name and port, who calls has a proxy that knows
 * them. Undefined for a service that does neither. Amazon ECS Developer Guide, "Use Service Connect to connect Amazon ECS
 * services with short names".
 */
export const serviceConnect = (
  d: Pick<Delivery, 'services'>,
  service: Service,
  { cluster, logs }: { readonly cluster: ClusterExports; readonly logs: Resource<'AWS::Logs::LogGroup'> },
) => {
  const called = isCalled(d, service)
  if (!called && service.calls.length === 0) return undefined
  const { name, port } = service.container
  return {
    Enabled: true,
    Namespace: present(cluster['mesh-namespace'], 'the namespace of services that call each other'),
    ...(called && {
      Services: [
        { PortName: portNameOf(service), DiscoveryName: name, ClientAliases: [{ DnsName: name, Port: port }] },
      ],
    }),
    LogConfiguration: logsTo(logs, 'service-connect'),
  }
}

/**
 * The services, each after those it calls; who calls each other in a circle stays in the order given. A task finds only
 * services that were there when it started. Amazon ECS Developer Guide, "Amazon ECS Service Connect components".
 */
export const calledFirst = (services: readonly Service[]): readonly Service[] => {
  const placed = new Set<Service>()
  const place = (service: Service, above: readonly Service[]) => {
    if (placed.has(service) || above.includes(service)) return
    for (const called of service.calls) place(called, [...above, service])
    placed.add(service)
  }
  for (const each of services) place(each, [])
  return [...placed]
}
