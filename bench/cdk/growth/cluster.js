const { Stack, aws_ec2: ec2, aws_ecs: ecs, aws_elasticloadbalancingv2: elb } = require('aws-cdk-lib')

class Cluster extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { network, prefix, services } = props
    this.cluster = new ecs.CfnCluster(this, 'Cluster', {
      clusterName: prefix,
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    })
    const balancer = new ec2.CfnSecurityGroup(this, 'LoadBalancerSecurityGroup', {
      groupDescription: 'Load balancer: HTTP from anywhere',
      vpcId: network.vpcId,
      securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 80, toPort: 80, cidrIp: '0.0.0.0/0' }],
    })
    this.tasks = new ec2.CfnSecurityGroup(this, 'TasksSecurityGroup', {
      groupDescription: 'Tasks: service ports from the load balancer, anything out',
      vpcId: network.vpcId,
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0' }],
    })
    for (const { port } of services) this.open(port, balancer)
    this.loadBalancer = new elb.CfnLoadBalancer(this, 'LoadBalancer', {
      type: 'application',
      scheme: 'internet-facing',
      subnets: network.publicSubnets,
      securityGroups: [balancer.ref],
    })
    this.listener = new elb.CfnListener(this, 'Listener', {
      loadBalancerArn: this.loadBalancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: '404' } }],
    })
  }

  open(port, balancer) {
    const shared = { ipProtocol: 'tcp', fromPort: port, toPort: port, description: 'Requests and health checks' }
    new ec2.CfnSecurityGroupEgress(this, `BalancerToTasks${port}`, {
      groupId: balancer.ref,
      destinationSecurityGroupId: this.tasks.ref,
      ...shared,
    })
    new ec2.CfnSecurityGroupIngress(this, `TasksFromBalancer${port}`, {
      groupId: this.tasks.ref,
      sourceSecurityGroupId: balancer.ref,
      ...shared,
    })
  }
}

module.exports = { Cluster }
