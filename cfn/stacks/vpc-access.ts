import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, type Statement } from '../template/policy.ts'

/**
 * What CodeBuild does to put a build into a VPC.
 * AWS CodeBuild User Guide, "Allow CodeBuild access to AWS services required to create a VPC network interface".
 */
export const vpcStatements = (subnets: readonly Value<'subnet-id'>[]): readonly Statement[] => [
  // Describing has no resource level; creating and deleting interfaces name ones that do not exist yet.
  allow(
    [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    '*',
  ),
  allow(
    ['ec2:CreateNetworkInterfacePermission'],
    sub`arn:${pseudo.partition}:ec2:${pseudo.region}:${pseudo.account}:network-interface/*`,
    {
      StringEquals: {
        'ec2:AuthorizedService': 'codebuild.amazonaws.com',
        'ec2:Subnet': subnets.map(
          (subnet) => sub`arn:${pseudo.partition}:ec2:${pseudo.region}:${pseudo.account}:subnet/${subnet}`,
        ),
      },
    },
  ),
]
