// EC2 networking: ids with their prefixes, and the attributes templates read.
import type { About, RecordedShape } from './recorded-shape.ts'

const prefixed =
  (prefix: string) =>
  ({ hex }: About): string =>
    `${prefix}-0${hex(16)}`

const withId = (prefix: string, attribute: string): RecordedShape => ({
  id: prefixed(prefix),
  attributes: (_about, id) => ({ [attribute]: id }),
})

/** The shapes of the EC2 types, by type name. */
export const ec2Shapes: Readonly<Record<string, RecordedShape>> = {
  'AWS::EC2::VPC': {
    id: prefixed('vpc'),
    attributes: ({ properties, hex }, id) => ({
      VpcId: id,
      CidrBlock: properties.CidrBlock,
      CidrBlockAssociations: [`vpc-cidr-assoc-0${hex(16)}`],
      DefaultNetworkAcl: `acl-0${hex(16)}`,
      DefaultSecurityGroup: `sg-0${hex(16)}`,
      Ipv6CidrBlocks: [],
    }),
  },
  'AWS::EC2::Subnet': {
    id: prefixed('subnet'),
    attributes: ({ properties, region, hex }, id) => ({
      SubnetId: id,
      VpcId: properties.VpcId,
      CidrBlock: properties.CidrBlock,
      AvailabilityZone: properties.AvailabilityZone ?? `${region}a`,
      AvailabilityZoneId: 'use1-az1',
      NetworkAclAssociationId: `aclassoc-0${hex(16)}`,
      Ipv6CidrBlocks: [],
    }),
  },
  'AWS::EC2::RouteTable': withId('rtb', 'RouteTableId'),
  'AWS::EC2::Route': {
    id: ({ properties }) =>
      `${properties.RouteTableId}|${properties.DestinationCidrBlock ?? properties.DestinationIpv6CidrBlock ?? properties.DestinationPrefixListId}`,
    attributes: ({ properties }) => ({ CidrBlock: properties.DestinationCidrBlock }),
  },
  'AWS::EC2::SubnetRouteTableAssociation': withId('rtbassoc', 'Id'),
  'AWS::EC2::InternetGateway': withId('igw', 'InternetGatewayId'),
  'AWS::EC2::VPCGatewayAttachment': {
    id: ({ properties }) => `${properties.InternetGatewayId ? 'IGW' : 'VGW'}|${properties.VpcId}`,
    attributes: ({ properties }) => ({ AttachmentType: properties.InternetGatewayId ? 'IGW' : 'VGW' }),
  },
  'AWS::EC2::NatGateway': {
    id: prefixed('nat'),
    attributes: ({ hex }, id) => ({ NatGatewayId: id, EniId: `eni-0${hex(16)}` }),
  },
  'AWS::EC2::EIP': {
    id: addressOf,
    attributes: ({ hex }, id) => ({ AllocationId: `eipalloc-0${hex(16)}`, PublicIp: id }),
  },
  'AWS::EC2::SecurityGroup': {
    id: prefixed('sg'),
    attributes: ({ properties }, id) => ({ GroupId: id, Id: id, VpcId: properties.VpcId }),
  },
  'AWS::EC2::SecurityGroupIngress': withId('sgr', 'Id'),
  'AWS::EC2::SecurityGroupEgress': withId('sgr', 'Id'),
  'AWS::EC2::VPCEndpoint': {
    id: prefixed('vpce'),
    attributes: ({ properties, hex }, id) => ({
      Id: id,
      CreationTimestamp: '2026-01-01T00:00:00Z',
      DnsEntries: [
        `Z${hex(12).toUpperCase()}:${id}.${String(properties.ServiceName ?? '')
          .split('.')
          .reverse()
          .join('.')}`,
      ],
      NetworkInterfaceIds: [`eni-0${hex(16)}`],
    }),
  },
  'AWS::EC2::FlowLog': withId('fl', 'Id'),
  'AWS::EC2::NetworkAcl': withId('acl', 'Id'),
  'AWS::EC2::PrefixList': {
    id: prefixed('pl'),
    attributes: ({ account, region }, id) => ({
      PrefixListId: id,
      OwnerId: account,
      Version: 1,
      Arn: `arn:aws:ec2:${region}:${account}:prefix-list/${id}`,
    }),
  },
}

// An address out of 203.0.113.0/24, the block that documentation uses (RFC 5737).
function addressOf({ hex }: About): string {
  return `203.0.113.${Number.parseInt(hex(2), 16)}`
}
