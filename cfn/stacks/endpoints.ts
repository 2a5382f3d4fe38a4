import { type Delivery, type Environment, serviceIn } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'

interface Given {
  readonly vpc: Resource<'AWS::EC2::VPC'>
  readonly subnets: readonly Value<'subnet-id'>[]
  readonly d: Delivery
  readonly e: Environment
}

/**
 * The ways into AWS for private subnets without a NAT gateway: one interface endpoint per service that a task or a build
 * of this delivery calls, and nothing else; Fargate reaches ECS by itself. Amazon ECR User Guide, "Amazon ECR interface
 * VPC endpoints"; Amazon ECS Developer Guide, "Amazon ECS interface VPC endpoints".
 */
export const interfaceEndpoints = ({ vpc, subnets, d, e }: Given): readonly AnyResource[] => {
  const access = resource('EndpointsSecurityGroup', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'Interface endpoints: HTTPS from inside the VPC',
    VpcId: vpc.ref,
    SecurityGroupIngress: [
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        CidrIp: vpc.att('CidrBlock'),
        Description: 'HTTPS from the VPC',
      },
    ],
    // An endpoint opens no connections. An empty list would mean "everything": this rule stands for "nothing".
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'Nothing' }],
  })
  const endpoints = endpointsOf(d, e).map(([name, service]) =>
    resource(`${name}Endpoint`, 'AWS::EC2::VPCEndpoint', {
      VpcId: vpc.ref,
      ServiceName: sub`com.amazonaws.${pseudo.region}.${service}`,
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      SubnetIds: subnets,
      SecurityGroupIds: [access.ref],
    }),
  )
  return [access, ...endpoints]
}

/** The interface endpoints that a delivery needs in an environment: the logical id's beginning, and the service. */
export const endpointsOf = (d: Delivery, e: Environment): readonly (readonly [name: string, service: string])[] => {
  const services = d.services.map((each) => serviceIn(each, e))
  const secret = d.databases.length > 0 || d.secrets.length > 0
  return [
    ['EcrApi', 'ecr.api'],
    ['EcrDocker', 'ecr.dkr'],
    ['Logs', 'logs'],
    ...when(secret, 'SecretsManager', 'secretsmanager'),
    ...when(
      services.some((each) => each.executeCommand),
      'SessionMessages',
      'ssmmessages',
    ),
    ...when(
      services.some((each) => each.executeCommand),
      'Kms',
      'kms',
    ),
  ]
}

const when = (used: boolean, name: string, service: string): readonly (readonly [string, string])[] =>
  used ? [[name, service]] : []
