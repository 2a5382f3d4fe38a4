import { type Delivery, type Environment, isHttps } from '#model'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import type { NetworkExports } from './layers.ts'

type Group = Resource<'AWS::EC2::SecurityGroup'>

// The world reaches the load balancer, or only the VPC does; the load balancer reaches the tasks on the services' ports;
// nothing else comes in. Rules between the two are resources of their own, since each group names the other.
/** The security groups of the load balancer and of the tasks behind it. */
export const securityGroups = (d: Delivery, e: Environment, network: NetworkExports) => {
  const [CidrIp, from] = e.loadBalancer === 'internal' ? [e.network.cidr, 'the VPC'] : ['0.0.0.0/0', 'anywhere']
  const rule = (port: number, what: string) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    CidrIp,
    Description: `${what} from ${from}`,
  })
  const balancer = resource('LoadBalancerSecurityGroup', 'AWS::EC2::SecurityGroup', {
    GroupDescription: `Load balancer: ${isHttps(e) ? 'HTTPS' : 'HTTP'} from ${from}`,
    VpcId: network.vpcId,
    SecurityGroupIngress: [rule(80, 'HTTP'), ...(isHttps(e) ? [rule(443, 'HTTPS')] : [])],
  })
  const tasks = resource('TasksSecurityGroup', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'Tasks: service ports from the load balancer, anything out',
    VpcId: network.vpcId,
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'Registry, APIs, database' }],
  })
  const ports = [...new Set(d.services.map((service) => service.container.port))]
  const rules = [...ports.flatMap((port) => betweenThem(port, { balancer, tasks })), ...callRules(d, tasks)]
  return { balancer, tasks, resources: [balancer, tasks, ...rules] }
}

const betweenThem = (
  port: number,
  { balancer, tasks }: Record<'balancer' | 'tasks', Group>,
): readonly AnyResource[] => [
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
]

// The ports of services that others call. Service Connect's proxies listen there, among tasks of one group.
const callRules = (d: Delivery, tasks: Group): readonly AnyResource[] => {
  const called = new Set(d.services.flatMap((service) => service.calls.map((each) => each.container.port)))
  return [...called].map((port) =>
    resource(`TasksFromTasks${port}`, 'AWS::EC2::SecurityGroupIngress', {
      GroupId: tasks.ref,
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      SourceSecurityGroupId: tasks.ref,
      Description: 'Calls from other services',
    }),
  )
}
