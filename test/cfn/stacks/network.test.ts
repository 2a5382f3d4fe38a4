import { describe, expect, it } from 'vitest'
import { network, privateSubnets, publicSubnets } from '#cfn/stacks/network.ts'
import { production, propertiesOf, resourcesOf, smallest } from './deliveries.ts'

const stack = network(smallest(), production)

const refOf = (value: unknown): string => (value as { readonly Ref: string }).Ref

describe('the network', () => {
  it('has three public and three private subnets in three zones, none giving out public addresses', () => {
    const subnets = resourcesOf(stack, 'AWS::EC2::Subnet')
    expect(subnets.map(([id]) => id).sort()).toEqual([
      'PrivateSubnetA',
      'PrivateSubnetB',
      'PrivateSubnetC',
      'PublicSubnetA',
      'PublicSubnetB',
      'PublicSubnetC',
    ])
    for (const [, { Properties }] of subnets) expect(Properties?.MapPublicIpOnLaunch).toBe(false)
    const blocks = subnets.map(([, { Properties }]) => JSON.stringify(Properties?.CidrBlock))
    expect(new Set(blocks).size).toBe(6)
    for (const zone of ['A', 'B', 'C'])
      expect(propertiesOf(stack, `PrivateSubnet${zone}`).AvailabilityZone).toEqual(
        propertiesOf(stack, `PublicSubnet${zone}`).AvailabilityZone,
      )
  })

  it('routes private subnets to the NAT gateway and never to the internet gateway', () => {
    const tables = resourcesOf(stack, 'AWS::EC2::SubnetRouteTableAssociation').map(([, { Properties }]) => ({
      subnet: refOf(Properties?.SubnetId),
      table: refOf(Properties?.RouteTableId),
    }))
    expect(tables).toHaveLength(6)
    const routesOf = (table: string) =>
      resourcesOf(stack, 'AWS::EC2::Route').filter(([, { Properties }]) => refOf(Properties?.RouteTableId) === table)
    for (const { subnet, table } of tables) {
      const [[, route] = [], ...others] = routesOf(table)
      expect(others).toEqual([])
      expect(route?.Properties).toHaveProperty(subnet.startsWith('Private') ? 'NatGatewayId' : 'GatewayId')
      expect(route?.Properties).not.toHaveProperty(subnet.startsWith('Private') ? 'GatewayId' : 'NatGatewayId')
    }
  })

  it('makes the NAT gateway in a public subnet, after the internet gateway is attached', () => {
    expect(propertiesOf(stack, 'NatGateway').SubnetId).toEqual({ Ref: 'PublicSubnetA' })
    expect(stack.template.Resources.NatGateway?.DependsOn).toEqual(['InternetGatewayAttachment'])
  })

  it('reaches S3 and DynamoDB without the NAT gateway, from every private route table', () => {
    for (const service of ['S3', 'DynamoDB'])
      expect(propertiesOf(stack, `${service}Endpoint`)).toMatchObject({
        VpcEndpointType: 'Gateway',
        ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service.toLowerCase()}` },
        RouteTableIds: [{ Ref: 'PrivateRouteTableA' }, { Ref: 'PrivateRouteTableB' }, { Ref: 'PrivateRouteTableC' }],
      })
  })

  it('exports its subnets by side', () => {
    expect(privateSubnets(stack.exports)).toEqual(
      ['A', 'B', 'C'].map((zone) => ({ 'Fn::ImportValue': `hello-production-network-privateSubnet${zone}` })),
    )
    expect(publicSubnets(stack.exports)).toHaveLength(3)
  })
})
