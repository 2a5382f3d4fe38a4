import { type Delivery, type Environment, type Stack, stack } from '#model'
import type { Value } from '#model/value.ts'
import { azs, cidr, pseudo, select, sub } from '../template/intrinsics.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { flowLogs } from './flow-logs.ts'
import type { NetworkExports } from './layers.ts'
import { tagsOf } from './names.ts'

/** The zones we use, by letter. Three are what a zone's loss leaves a majority of. */
const zones = ['A', 'B', 'C'] as const
type Zone = (typeof zones)[number]

/** The VPC: three public and three private subnets, one NAT gateway, flow logs. */
export const network = (d: Delivery, e: Environment): Stack<NetworkExports> =>
  stack({ delivery: d.name, environment: e, id: 'network', needs: {} }, () => {
    const vpc = resource('Vpc', 'AWS::EC2::VPC', {
      CidrBlock: '10.0.0.0/16',
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
    })
    const outside = publicSide(vpc)
    const inside = privateSide(vpc, outside)
    const endpoints = gatewayEndpoints(vpc, inside.routeTables)
    const subnets = { public: outside.subnets, private: inside.subnets }
    return {
      template: template({
        description: `${d.name} ${e.name}: the network`,
        resources: [vpc, ...outside.resources, ...inside.resources, ...endpoints, ...flowLogs(vpc)],
        tags: tagsOf(d, e),
      }),
      exports: {
        vpcId: vpc.ref,
        publicSubnetA: subnets.public.A.ref,
        publicSubnetB: subnets.public.B.ref,
        publicSubnetC: subnets.public.C.ref,
        privateSubnetA: subnets.private.A.ref,
        privateSubnetB: subnets.private.B.ref,
        privateSubnetC: subnets.private.C.ref,
      },
    }
  })

type Vpc = Resource<'AWS::EC2::VPC'>
type Subnet = Resource<'AWS::EC2::Subnet'>
type RouteTable = Resource<'AWS::EC2::RouteTable'>

const inEachZone = <T>(make: (zone: Zone, at: number) => T): Record<Zone, T> => ({
  A: make('A', 0),
  B: make('B', 1),
  C: make('C', 2),
})

// Six blocks of 4,096 addresses (12 host bits) of the VPC's 65,536: the public ones first.
const subnetOf = (vpc: Vpc, name: string, at: { readonly block: number; readonly zone: number }): Subnet =>
  resource(name, 'AWS::EC2::Subnet', {
    VpcId: vpc.ref,
    CidrBlock: select(at.block, cidr(vpc.att('CidrBlock'), 6, 12)),
    AvailabilityZone: select(at.zone, azs()),
    MapPublicIpOnLaunch: false,
  })

const associated = (subnet: Subnet, routeTable: RouteTable) =>
  resource(`${subnet.logicalId}Routes`, 'AWS::EC2::SubnetRouteTableAssociation', {
    SubnetId: subnet.ref,
    RouteTableId: routeTable.ref,
  })

const publicSide = (vpc: Vpc) => {
  const gateway = resource('InternetGateway', 'AWS::EC2::InternetGateway', {})
  const attachment = resource('InternetGatewayAttachment', 'AWS::EC2::VPCGatewayAttachment', {
    VpcId: vpc.ref,
    InternetGatewayId: gateway.ref,
  })
  const routeTable = resource('PublicRouteTable', 'AWS::EC2::RouteTable', { VpcId: vpc.ref })
  const route = resource(
    'PublicDefaultRoute',
    'AWS::EC2::Route',
    { RouteTableId: routeTable.ref, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway.ref },
    { dependsOn: [attachment] },
  )
  const subnets = inEachZone((zone, at) => subnetOf(vpc, `PublicSubnet${zone}`, { block: at, zone: at }))
  const resources: readonly AnyResource[] = [
    gateway,
    attachment,
    routeTable,
    route,
    ...zones.flatMap((zone) => [subnets[zone], associated(subnets[zone], routeTable)]),
  ]
  return { subnets, attachment, resources }
}

// Private subnets reach out through the NAT gateway and are reached by nobody. One gateway serves all zones: a second
// and third cost as much again; each zone has its own route table, so adding them changes only routes.
const privateSide = (vpc: Vpc, outside: ReturnType<typeof publicSide>) => {
  const address = resource('NatAddress', 'AWS::EC2::EIP', { Domain: 'vpc' }, { dependsOn: [outside.attachment] })
  // A NAT gateway cannot be made before its VPC has an internet gateway, which no reference says.
  const nat = resource(
    'NatGateway',
    'AWS::EC2::NatGateway',
    { AllocationId: address.att('AllocationId'), SubnetId: outside.subnets.A.ref },
    { dependsOn: [outside.attachment] },
  )
  const routeTables = inEachZone((zone) =>
    resource(`PrivateRouteTable${zone}`, 'AWS::EC2::RouteTable', { VpcId: vpc.ref }),
  )
  const subnets = inEachZone((zone, at) => subnetOf(vpc, `PrivateSubnet${zone}`, { block: at + 3, zone: at }))
  const routes = zones.map((zone) =>
    resource(`PrivateDefaultRoute${zone}`, 'AWS::EC2::Route', {
      RouteTableId: routeTables[zone].ref,
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: nat.ref,
    }),
  )
  const resources: readonly AnyResource[] = [
    address,
    nat,
    ...zones.flatMap((zone) => [routeTables[zone], subnets[zone], associated(subnets[zone], routeTables[zone])]),
    ...routes,
  ]
  return { subnets, routeTables: zones.map((zone) => routeTables[zone].ref), resources }
}

// Image layers lie in S3: without its endpoint each pull is paid for at the NAT gateway.
const gatewayEndpoints = (vpc: Vpc, routeTables: readonly Value<'route-table-id'>[]) =>
  (['S3', 'DynamoDB'] as const).map((service) =>
    resource(`${service}Endpoint`, 'AWS::EC2::VPCEndpoint', {
      VpcId: vpc.ref,
      ServiceName: sub`com.amazonaws.${pseudo.region}.${service.toLowerCase()}`,
      VpcEndpointType: 'Gateway',
      RouteTableIds: routeTables,
    }),
  )

/** The private subnets of a network that is imported. */
export const privateSubnets = (of: NetworkExports): readonly Value<'subnet-id'>[] => [
  of.privateSubnetA,
  of.privateSubnetB,
  of.privateSubnetC,
]

/** Its public subnets. */
export const publicSubnets = (of: NetworkExports): readonly Value<'subnet-id'>[] => [
  of.publicSubnetA,
  of.publicSubnetB,
  of.publicSubnetC,
]
