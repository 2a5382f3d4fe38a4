const { ArnFormat, Fn, Stack, aws_ec2: ec2 } = require('aws-cdk-lib')
const { allow, logGroup, roleOf } = require('./parts.js')

// Level 1: Vpc makes one route table for each public subnet, where one for all of them is enough.
class Network extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: '10.0.0.0/16',
      enableDnsHostnames: true,
      enableDnsSupport: true,
    })
    const internet = new ec2.CfnInternetGateway(this, 'InternetGateway')
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'InternetGatewayAttachment', {
      vpcId: vpc.ref,
      internetGatewayId: internet.ref,
    })
    this.vpcId = vpc.ref

    const publicTable = new ec2.CfnRouteTable(this, 'PublicRouteTable', { vpcId: vpc.ref })
    new ec2.CfnRoute(this, 'PublicDefaultRoute', {
      routeTableId: publicTable.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internet.ref,
    }).addResourceDependency(attachment)
    const zones = ['A', 'B', 'C']
    const subnet = (name, at, table) => {
      const made = new ec2.CfnSubnet(this, name, {
        vpcId: vpc.ref,
        cidrBlock: Fn.select(at, Fn.cidr(vpc.attrCidrBlock, 6, '12')),
        availabilityZone: Fn.select(at % zones.length, Fn.getAzs('')),
        mapPublicIpOnLaunch: false,
      })
      new ec2.CfnSubnetRouteTableAssociation(this, `${name}Routes`, { subnetId: made.ref, routeTableId: table.ref })
      return made.ref
    }
    this.publicSubnets = zones.map((zone, at) => subnet(`PublicSubnet${zone}`, at, publicTable))

    const address = new ec2.CfnEIP(this, 'NatAddress', { domain: 'vpc' })
    address.addResourceDependency(attachment)
    const nat = new ec2.CfnNatGateway(this, 'NatGateway', {
      allocationId: address.attrAllocationId,
      subnetId: this.publicSubnets[0],
    })
    nat.addResourceDependency(attachment)
    const privateTables = zones.map(
      (zone) => new ec2.CfnRouteTable(this, `PrivateRouteTable${zone}`, { vpcId: vpc.ref }),
    )
    this.privateSubnets = zones.map((zone, at) => {
      new ec2.CfnRoute(this, `PrivateDefaultRoute${zone}`, {
        routeTableId: privateTables[at].ref,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: nat.ref,
      })
      return subnet(`PrivateSubnet${zone}`, at + zones.length, privateTables[at])
    })
    for (const [name, service] of Object.entries({ S3Endpoint: 's3', DynamoDBEndpoint: 'dynamodb' }))
      new ec2.CfnVPCEndpoint(this, name, {
        vpcId: vpc.ref,
        serviceName: Fn.sub(`com.amazonaws.\${AWS::Region}.${service}`),
        vpcEndpointType: 'Gateway',
        routeTableIds: privateTables.map((table) => table.ref),
      })

    const logs = logGroup(this, 'FlowLogs')
    const role = roleOf(this, 'FlowLogsRole', {
      service: 'vpc-flow-logs.amazonaws.com',
      policyName: 'write-flow-logs',
      statements: [
        allow(
          ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
          [
            logs.attrArn,
            this.formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: `${logs.ref}:*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ],
        ),
      ],
    })
    new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.ref,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logs.attrArn,
      deliverLogsPermissionArn: role.roleArn,
    })
  }
}

module.exports = { Network }
