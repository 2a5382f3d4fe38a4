import { type Delivery, type Environment, type Stack, stack } from '#model'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import type { ClusterExports, NetworkExports } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'
import { publicSubnets } from './network.ts'

/** The ECS cluster and the load balancer in front of it. */
export const cluster = (
  d: Delivery,
  e: Environment,
  needs: { readonly network: Stack<NetworkExports> },
): Stack<ClusterExports> =>
  stack({ delivery: d.name, environment: e, id: 'cluster', needs }, ({ network }) => {
    const ecs = resource('Cluster', 'AWS::ECS::Cluster', {
      ClusterName: prefixOf(d, e),
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    })
    const groups = securityGroups(d, network)
    const balancer = resource('LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Type: 'application',
      Scheme: 'internet-facing',
      Subnets: publicSubnets(network),
      SecurityGroups: [groups.balancer.ref],
      LoadBalancerAttributes: [{ Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' }],
    })
    const listener = listenerOf(balancer)
    return {
      template: template({
        description: `${d.name} ${e.name}: the cluster and its load balancer`,
        resources: [ecs, ...groups.resources, balancer, listener],
        tags: tagsOf(d, e),
      }),
      exports: {
        clusterName: ecs.ref,
        clusterArn: ecs.att('Arn'),
        loadBalancerDns: balancer.att('DNSName'),
        loadBalancerFullName: balancer.att('LoadBalancerFullName'),
        listenerArn: listener.ref,
        tasksSecurityGroup: groups.tasks.ref,
      },
    }
  })

// Plain HTTP until a delivery can name its domain: a certificate needs one. Each service adds its own rule.
const listenerOf = (balancer: Resource<'AWS::ElasticLoadBalancingV2::LoadBalancer'>) =>
  resource('Listener', 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: balancer.ref,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'no such service' },
      },
    ],
  })

// The world reaches the load balancer, the load balancer reaches the tasks on the services' ports, and nothing else
// comes in. Rules between the two are resources of their own, since each group names the other.
const securityGroups = (d: Delivery, network: NetworkExports) => {
  const balancer = resource('LoadBalancerSecurityGroup', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'Load balancer: HTTP from anywhere',
    VpcId: network.vpcId,
    SecurityGroupIngress: [
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0', Description: 'HTTP from anywhere' },
    ],
  })
  const tasks = resource('TasksSecurityGroup', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'Tasks: service ports from the load balancer, anything out',
    VpcId: network.vpcId,
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'Registry, APIs, database' }],
  })
  const ports = [...new Set(d.services.map((service) => service.container.port))]
  const rules = ports.flatMap((port): readonly AnyResource[] => [
    resource(`BalancerToTasks${port}`, 'AWS::EC2::SecurityGroupEgress', {
      GroupId: balancer.ref,
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      DestinationSecurityGroupId: tasks.ref,
      Description: 'Requests and health checks to tasks',
    }),
    resource(`TasksFromBalancer${port}`, 'AWS::EC2::SecurityGroupIngress', {
      GroupId: tasks.ref,
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      SourceSecurityGroupId: balancer.ref,
      Description: 'Requests and health checks from the load balancer',
    }),
  ])
  return { balancer, tasks, resources: [balancer, tasks, ...rules] }
}
