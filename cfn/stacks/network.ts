import { type Delivery, type Environment, existing, type Layer, type Stack, stack } from '#model'
import type { Nat, Vpc as OwnVpc } from '#model/network.ts'
import type { Value } from '#model/value.ts'
import { azs, cidr, pseudo, select, sub } from '../template/intrinsics.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { interfaceEndpoints } from './endpoints.ts'
import { existingNetwork } from './existing-network.ts'
import { flowLogs } from './flow-logs.ts'
import type { NetworkExports } from './layers.ts'
import { tagsOf } from './names.ts'

/** The zones we use, by letter. Three are what a zone's loss leaves a majority of. */
const zones = ['A', 'B', 'C'] as const
type Zone = (typeof zones)[number]

/** The network of an environment: one that exists, as values, or a VPC of its own as a stack. */
export const networkOf = (d: Delivery, e: Environment): Layer<NetworkExports> =>
  e.network.kind === 'existing-vpc' ? existing('network', existingNetwork(e.network)) : network(d, e, e.network)

/** The VPC: three public and three private subnets, NAT gateways or endpoints, flow logs. */
const network = (d: Delivery, e: Environment, { nat, cidr: block }: OwnVpc): Stack<NetworkExports> =>
  stack({ delivery: d.name, environment: e, id: 'network', needs: {} }, () => {
    const vpc = resource('Vpc', 'AWS::EC2::VPC', {
      CidrBlock: block,
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
    })
    const hostBits = hostBitsOf(block)
    const outside = publicSide(vpc, hostBits)
    const inside = privateSide(vpc, { outside, nat, hostBits })
    const endpoints = gatewayEndpoints(vpc, inside.routeTables)
    const subnets = { public: outside.subnets, private: inside.subnets }
    const interfaces =
      nat === 'none' ? interfaceEndpoints({ vpc, subnets: zones.map((zone) => subnets.private[zone].ref), d, e }) : []
    return {
      template: template({
        description: `${d.name} ${e.name}: the network`,
        resources: [vpc, ...outside.resources, ...inside.resources, ...endpoints, ...interfaces, ...flowLogs(vpc)],
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

// Four bits fewer than the VPC has cut it into sixteen blocks; the six subnets are the first of them.
const hostBitsOf = (block: string): number => 32 - Number(block.split('/')[1]) - 4

type Vpc = Resource<'AWS::EC2::VPC'>
type Subnet = Resource<'AWS::EC2::Subnet'>
type RouteTable = Resource<'AWS::EC2::RouteTable'>

const inEachZone = <T>(make: (zone: Zone, at: number) => T): Record<Zone, T> => ({
  A: make('A', 0),
  B: make('B', 1),
  C: make('C', 2),
})

interface SubnetPlace {
  readonly block: number
  readonly zone: number
  readonly hostBits: number
}

// Six of the sixteen blocks of the VPC: of 4,096 addresses each (12 host bits) in a /16. The public ones come first.
const subnetOf = (vpc: Vpc, name: string, at: SubnetPlace): Subnet =>
  resource(name, 'AWS::EC2::Subnet', {
    VpcId: vpc.ref,
    CidrBlock: select(at.block, cidr(vpc.att('CidrBlock'), 6, at.hostBits)),
    AvailabilityZone: select(at.zone, azs()),
    MapPublicIpOnLaunch: false,
  })

const associated = (subnet: Subnet, routeTable: RouteTable) =>
  resource(`${subnet.logicalId}Routes`, 'AWS::EC2::SubnetRouteTableAssociation', {
    SubnetId: subnet.ref,
    RouteTableId: routeTable.ref,
  })

const publicSide = (vpc: Vpc, hostBits: number) => {
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
  const subnets = inEachZone((zone, at) => subnetOf(vpc, `PublicSubnet${zone}`, { block: at, zone: at, hostBits }))
  const resources: readonly AnyResource[] = [
    gateway,
    attachment,
    routeTable,
    route,
    ...zones.flatMap((zone) => [subnets[zone], associated(subnets[zone], routeTable)]),
  ]
  return { subnets, attachment, resources }
}

interface Inside {
  readonly outside: ReturnType<typeof publicSide>
  readonly nat: Nat
  readonly hostBits: number
}

// Private subnets reach out through a NAT gateway, or not at all, and are reached by nobody. Each zone has its own route
// table, so another choice of gateways changes only routes.
const privateSide = (vpc: Vpc, { outside, nat, hostBits }: Inside) => {
  const gateways = natGateways(nat, outside)
  const routeTables = inEachZone((zone) =>
    resource(`PrivateRouteTable${zone}`, 'AWS::EC2::RouteTable', { VpcId: vpc.ref }),
  )
  const subnets = inEachZone((zone, at) => subnetOf(vpc, `PrivateSubnet${zone}`, { block: at + 3, zone: at, hostBits }))
  const routes = zones.flatMap((zone, at) => {
    const gateway = gateways.nats[at] ?? gateways.nats[0]
    if (!gateway) return []
    return [
      resource(`PrivateDefaultRoute${zone}`, 'AWS::EC2::Route', {
        RouteTableId: routeTables[zone].ref,
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: gateway.ref,
      }),
    ]
  })
  const resources: readonly AnyResource[] = [
    ...gateways.resources,
    ...zones.flatMap((zone) => [routeTables[zone], subnets[zone], associated(subnets[zone], routeTables[zone])]),
    ...routes,
  ]
  return { subnets, routeTables: zones.map((zone) => routeTables[zone].ref), resources }
}

// One gateway serves all zones, or each zone has its own. The first keeps its name, so going from one to three adds two.
const natGateways = (nat: Nat, { attachment, subnets }: ReturnType<typeof publicSide>) => {
  const served = nat === 'none' ? [] : nat === 'single' ? (['A'] as const) : zones
  const made = served.map((zone) => {
    const suffix = zone === 'A' ? '' : zone
    const address = resource(`NatAddress${suffix}`, 'AWS::EC2::EIP', { Domain: 'vpc' }, { dependsOn: [attachment] })
    // A NAT gateway cannot be made before its VPC has an internet gateway, which no reference says.
    const gateway = resource(
      `NatGateway${suffix}`,
      'AWS::EC2::NatGateway',
      { AllocationId: address.att('AllocationId'), SubnetId: subnets[zone].ref },
      { dependsOn: [attachment] },
    )
    return { address, gateway }
  })
  return {
    nats: made.map(({ gateway }) => gateway),
    resources: made.flatMap(({ address, gateway }): readonly AnyResource[] => [address, gateway]),
  }
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
