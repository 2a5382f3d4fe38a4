// The few EC2 calls a curious person makes about a network that CloudFormation recorded.
import type { Service, Shape } from '../service.ts'
import type { World } from '../world.ts'

/** A recorded resource, as CloudFormation remembers it. */
export interface RecordedResource {
  readonly type: string
  readonly physicalId: string
  readonly properties: Shape
  readonly attributes: Shape
}

/** The local EC2; `resources` gives what stacks hold at that moment. */
export const ec2 = (world: World, resources: () => readonly RecordedResource[]): { readonly service: Service } => {
  const ofType = (type: string, ids: unknown) =>
    resources().filter((one) => one.type === type && (!Array.isArray(ids) || ids.includes(one.physicalId)))
  const tags = ({ properties }: RecordedResource) =>
    ((properties.Tags ?? []) as readonly Shape[]).map(({ Key, Value }) => ({ key: Key, value: Value }))
  return {
    service: {
      name: 'ec2',
      protocol: 'query',
      target: 'http://ec2.amazonaws.com/doc/2016-11-15/',
      operations: {
        DescribeAvailabilityZones: () => ({
          availabilityZoneInfo: ['a', 'b', 'c'].map((letter) => ({
            zoneName: `${world.region}${letter}`,
            zoneState: 'available',
            regionName: world.region,
          })),
        }),
        DescribeVpcs: ({ VpcId }) => ({
          vpcSet: ofType('AWS::EC2::VPC', VpcId).map((vpc) => ({
            vpcId: vpc.physicalId,
            cidrBlock: vpc.properties.CidrBlock,
            state: 'available',
            isDefault: false,
            ownerId: world.account,
            tagSet: tags(vpc),
          })),
        }),
        DescribeSubnets: ({ SubnetId }) => ({
          subnetSet: ofType('AWS::EC2::Subnet', SubnetId).map((subnet) => ({
            subnetId: subnet.physicalId,
            vpcId: subnet.properties.VpcId,
            cidrBlock: subnet.properties.CidrBlock,
            availabilityZone: subnet.attributes.AvailabilityZone,
            mapPublicIpOnLaunch: subnet.properties.MapPublicIpOnLaunch ?? false,
            state: 'available',
            tagSet: tags(subnet),
          })),
        }),
        DescribeSecurityGroups: ({ GroupId }) => ({
          securityGroupInfo: ofType('AWS::EC2::SecurityGroup', GroupId).map((group) => ({
            groupId: group.physicalId,
            groupName: group.properties.GroupName ?? group.physicalId,
            groupDescription: group.properties.GroupDescription,
            vpcId: group.properties.VpcId,
            ownerId: world.account,
            tagSet: tags(group),
          })),
        }),
      },
    },
  }
}
