import { type Delivery, type Environment, isHttps, type Layer, type Stack, serviceIn, stack } from '#model'
import type { Value } from '#model/value.ts'
import { known, pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { commandAccess } from './command-access.ts'
import type { ClusterExports, DnsExports, NetworkExports } from './layers.ts'
import { listeners } from './listeners.ts'
import { loadBalancerHostOf, prefixOf, tagsOf } from './names.ts'
import { securityGroups } from './security-groups.ts'
import { privateSubnets, publicSubnets } from './subnets.ts'

interface Needs {
  readonly network: Layer<NetworkExports>
  readonly dns?: Layer<DnsExports>
}

/** The ECS cluster and the load balancer in front of it. */
export const cluster = (d: Delivery, e: Environment, { network, dns }: Needs): Stack<ClusterExports> =>
  stack({ delivery: d.name, environment: e, id: 'cluster', needs: { network, ...(dns && { dns }) } }, () => {
    const commands = commandAccess(d, e)
    const ecs = clusterOf(d, e, commands?.configuration)
    const groups = securityGroups(d, e, network.exports)
    const balancer = resource('LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Type: 'application',
      Scheme: e.loadBalancer,
      Subnets: e.loadBalancer === 'internal' ? privateSubnets(network.exports) : publicSubnets(network.exports),
      SecurityGroups: [groups.balancer.ref],
      LoadBalancerAttributes: [{ Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' }],
    })
    const certificate = isHttps(e)
      ? e.certificate === undefined
        ? dns?.exports.certificateArn
        : known<'certificate-arn'>(e.certificate)
      : undefined
    const listening = listeners(balancer, certificate)
    const mesh = d.services.some((each) => each.calls.length > 0)
      ? resource('Namespace', 'AWS::ServiceDiscovery::HttpNamespace', { Name: prefixOf(d, e) })
      : undefined
    const resources: readonly (AnyResource | undefined)[] = [
      ...ecs.resources,
      ...(commands?.resources ?? []),
      mesh,
      ...groups.resources,
      balancer,
      ...listening.resources,
      recordOf(d, e, { dns, balancer }),
    ]
    const sometimes: SometimesExports = {
      ...(mesh && { 'mesh-namespace': mesh.att('Arn') }),
      ...(commands && { 'command-key-arn': commands.key.att('Arn'), 'command-logs-arn': commands.logs.att('Arn') }),
    }
    return {
      template: template({
        description: `${d.name} ${e.name}: the cluster and its load balancer`,
        resources: resources.filter((each) => each !== undefined),
        tags: tagsOf(d, e),
      }),
      exports: {
        clusterName: ecs.name,
        clusterArn: ecs.arn,
        loadBalancerDns: balancer.att('DNSName'),
        loadBalancerFullName: balancer.att('LoadBalancerFullName'),
        listenerArn: listening.serving.ref,
        tasksSecurityGroup: groups.tasks.ref,
        ...sometimes,
      },
    }
  })

// Read by pattern, so that one which is missing reads as undefined.
type SometimesExports = Pick<ClusterExports, `mesh-${string}` | `command-key-${string}` | `command-logs-${string}`>

interface ClusterLike {
  readonly name: Value<'cluster-name'>
  readonly arn: Value<'cluster-arn'>
  readonly resources: readonly AnyResource[]
}

// A cluster that exists is only named; what runs in it is ours all the same.
const clusterOf = (d: Delivery, e: Environment, configuration: CommandConfiguration | undefined): ClusterLike => {
  if (e.cluster !== undefined)
    return {
      name: known(e.cluster),
      arn: known(sub`arn:${pseudo.partition}:ecs:${pseudo.region}:${pseudo.account}:cluster/${e.cluster}`),
      resources: [],
    }
  const spot = d.services.some((each) => serviceIn(each, e).spot !== undefined)
  const made = resource('Cluster', 'AWS::ECS::Cluster', {
    ClusterName: prefixOf(d, e),
    ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    ...(spot && { CapacityProviders: ['FARGATE', 'FARGATE_SPOT'] }),
    ...(configuration && { Configuration: { ExecuteCommandConfiguration: configuration } }),
  })
  return { name: made.ref, arn: made.att('Arn'), resources: [made] }
}

type CommandConfiguration = NonNullable<ReturnType<typeof commandAccess>>['configuration']

// The load balancer's name in the domain: what its certificate says, so what callers have to use.
const recordOf = (
  d: Delivery,
  e: Environment,
  { dns, balancer }: { dns: Layer<DnsExports> | undefined; balancer: Balancer },
) => {
  const host = loadBalancerHostOf(d, e)
  if (!host || !dns) return undefined
  return resource('LoadBalancerRecord', 'AWS::Route53::RecordSet', {
    HostedZoneId: dns.exports.zoneId,
    Name: host,
    Type: 'A',
    AliasTarget: { DNSName: balancer.att('DNSName'), HostedZoneId: balancer.att('CanonicalHostedZoneID') },
  })
}

type Balancer = ReturnType<typeof resource<'AWS::ElasticLoadBalancingV2::LoadBalancer'>>
