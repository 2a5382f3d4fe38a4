const { Stack, aws_ec2: ec2, aws_ecs: ecs, aws_elasticloadbalancingv2: elb } = require('aws-cdk-lib')

class Cluster extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { network } = props
    this.cluster = new ecs.CfnCluster(this, 'Cluster', {
      clusterName: 'cruddur-production',
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    })
    const balancerGroup = new ec2.CfnSecurityGroup(this, 'LoadBalancerSecurityGroup', {
      groupDescription: 'Load balancer: HTTP from anywhere',
      vpcId: network.vpcId,
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 80, toPort: 80, cidrIp: '0.0.0.0/0', description: 'HTTP from anywhere' },
      ],
    })
    this.tasks = new ec2.CfnSecurityGroup(this, 'TasksSecurityGroup', {
      groupDescription: 'Tasks: service ports from the load balancer, anything out',
      vpcId: network.vpcId,
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0', description: 'Registry, APIs, database' }],
    })
    new ec2.CfnSecurityGroupEgress(this, 'BalancerToTasks3000', {
      groupId: balancerGroup.ref,
      ipProtocol: 'tcp',
      fromPort: 3000,
      toPort: 3000,
      destinationSecurityGroupId: this.tasks.ref,
      description: 'Requests and health checks to tasks',
    })
    new ec2.CfnSecurityGroupIngress(this, 'TasksFromBalancer3000', {
      groupId: this.tasks.ref,
      ipProtocol: 'tcp',
      fromPort: 3000,
      toPort: 3000,
      sourceSecurityGroupId: balancerGroup.ref,
      description: 'Requests and health checks from the load balancer',
    })
    this.loadBalancer = new elb.CfnLoadBalancer(this, 'LoadBalancer', {
      type: 'application',
      scheme: 'internet-facing',
      subnets: network.publicSubnets,
      securityGroups: [balancerGroup.ref],
      loadBalancerAttributes: [{ key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' }],
    })
    this.listener = new elb.CfnListener(this, 'Listener', {
      loadBalancerArn: this.loadBalancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: [
        {
          type: 'fixed-response',
          fixedResponseConfig: { statusCode: '404', contentType: 'text/plain', messageBody: 'no such service' },
        },
      ],
    })
  }
}

module.exports = { Cluster }
