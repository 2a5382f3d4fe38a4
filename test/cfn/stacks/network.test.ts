import { describe, expect, it } from 'vitest'
import { endpointsOf } from '#cfn/stacks/endpoints.ts'
import { networkOf } from '#cfn/stacks/network.ts'
import { privateSubnets, publicSubnets } from '#cfn/stacks/subnets.ts'
import type { Environment, Stack } from '#model'
import { environment, vpc } from '#model'
import { everything, staging } from './choices.ts'
import { production, propertiesOf, resourcesOf, smallest } from './deliveries.ts'

const madeIn = (e: Environment): Stack => {
  const made = networkOf(smallest(), e)
  if (made.kind !== 'stack') throw new Error('the network exists already')
  return made
}
const stack = madeIn(production)
const withVpc = (given: Parameters<typeof vpc>[0]) =>
  madeIn(environment('production', { account: '111111111111', region: 'ca-central-1', network: vpc(given) }))

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
    const { exports } = networkOf(smallest(), production)
    expect(privateSubnets(exports)).toEqual(
      ['A', 'B', 'C'].map((zone) => ({ 'Fn::ImportValue': `hello-production-network-privateSubnet${zone}` })),
    )
    expect(publicSubnets(exports)).toHaveLength(3)
  })

  it('gives each zone a NAT gateway of its own where asked, each in its public subnet', () => {
    const perZone = withVpc({ nat: 'per-zone' })
    const gateways = resourcesOf(perZone, 'AWS::EC2::NatGateway')
    expect(gateways.map(([id, { Properties }]) => [id, refOf(Properties?.SubnetId)])).toEqual([
      ['NatGateway', 'PublicSubnetA'],
      ['NatGatewayB', 'PublicSubnetB'],
      ['NatGatewayC', 'PublicSubnetC'],
    ])
    const used = ['A', 'B', 'C'].map((zone) => refOf(propertiesOf(perZone, `PrivateDefaultRoute${zone}`).NatGatewayId))
    expect(used).toEqual(gateways.map(([id]) => id))
  })

  it('keeps what one gateway has when each zone gets its own, so that two are added and none is replaced', () => {
    const perZone = withVpc({ nat: 'per-zone' })
    expect(perZone.template.Resources.NatGateway).toEqual(stack.template.Resources.NatGateway)
    expect(perZone.template.Resources.NatAddress).toEqual(stack.template.Resources.NatAddress)
  })

  it('has no way to the internet without a NAT gateway, but an endpoint for each service that is used', () => {
    const closed = withVpc({ nat: 'none' })
    expect(resourcesOf(closed, 'AWS::EC2::NatGateway')).toEqual([])
    expect(closed.template.Resources).not.toHaveProperty('PrivateDefaultRouteA')
    const endpoints = resourcesOf(closed, 'AWS::EC2::VPCEndpoint').filter(
      ([, { Properties }]) => Properties?.VpcEndpointType === 'Interface',
    )
    expect(endpoints.map(([id]) => id)).toEqual(['EcrApiEndpoint', 'EcrDockerEndpoint', 'LogsEndpoint'])
    for (const [, { Properties }] of endpoints) {
      expect(Properties).toMatchObject({
        PrivateDnsEnabled: true,
        SecurityGroupIds: [{ Ref: 'EndpointsSecurityGroup' }],
      })
      expect(Properties?.SubnetIds).toHaveLength(3)
    }
  })

  it('has endpoints for secrets and for executed commands where a service needs them', () => {
    expect(endpointsOf(everything(), staging).map(([, service]) => service)).toEqual([
      'ecr.api',
      'ecr.dkr',
      'logs',
      'secretsmanager',
      'ssmmessages',
      'kms',
    ])
  })

  it('lets only the VPC reach its endpoints, over HTTPS', () => {
    expect(propertiesOf(withVpc({ nat: 'none' }), 'EndpointsSecurityGroup').SecurityGroupIngress).toEqual([
      expect.objectContaining({ FromPort: 443, ToPort: 443, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }),
    ])
  })

  it('cuts a smaller block into sixteen, of which the six subnets are the first', () => {
    const small = withVpc({ cidr: '10.20.0.0/20' })
    const block = { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 6, 8] }
    expect(propertiesOf(small, 'PublicSubnetA').CidrBlock).toEqual({ 'Fn::Select': [0, block] })
    expect(propertiesOf(small, 'PrivateSubnetC').CidrBlock).toEqual({ 'Fn::Select': [5, block] })
  })
})
