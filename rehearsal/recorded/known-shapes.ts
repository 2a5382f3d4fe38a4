// Types whose Ref or attributes the general rule would get wrong. Each is described in the CloudFormation template
// reference under "Return values": https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
import { ec2Shapes } from './ec2-shapes.ts'
import { type About, named, type RecordedShape } from './recorded-shape.ts'

const uuid = ({ hex }: About): string => [8, 4, 4, 4, 12].map(hex).join('-')
const arn = ({ account, region }: About, service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`

/** The known shapes by type name. */
export const knownShapes: Readonly<Record<string, RecordedShape>> = {
  ...ec2Shapes,
  'AWS::KMS::Key': { id: uuid, attributes: (about, id) => ({ Arn: arn(about, 'kms', `key/${id}`), KeyId: id }) },
  'AWS::KMS::Alias': { id: ({ properties }) => String(properties.AliasName) },
  'AWS::SNS::Topic': {
    id: (about) => arn(about, 'sns', `${named('TopicName', 256)(about)}`),
    attributes: (_about, id) => ({ TopicArn: id, TopicName: id.split(':').at(-1) }),
  },
  'AWS::SNS::Subscription': {
    id: (about) => `${about.properties.TopicArn}:${uuid(about)}`,
    attributes: (_about, id) => ({ Arn: id }),
  },
  'AWS::CloudWatch::Alarm': {
    id: named('AlarmName', 255),
    attributes: (about, id) => ({ Arn: arn(about, 'cloudwatch', `alarm:${id}`) }),
  },
  'AWS::CertificateManager::Certificate': {
    id: (about) => arn(about, 'acm', `certificate/${uuid(about)}`),
    attributes: (_about, id) => ({ CertificateArn: id, Id: id }),
  },
  'AWS::Route53::HostedZone': {
    id: ({ hex }) => `Z${hex(20).toUpperCase()}`,
    attributes: (_about, id) => ({
      Id: id,
      NameServers: ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.co.uk', 'ns-3.awsdns-03.com', 'ns-4.awsdns-04.net'],
    }),
  },
  'AWS::Route53::RecordSet': { id: ({ properties }) => String(properties.Name).replace(/\.$/, '') },
  'AWS::RDS::DBSubnetGroup': { id: (about) => named('DBSubnetGroupName', 255)(about).toLowerCase() },
  'AWS::RDS::DBParameterGroup': { id: (about) => named('DBParameterGroupName', 255)(about).toLowerCase() },
  'AWS::IAM::User': {
    id: named('UserName', 64),
    attributes: ({ account, properties }, id) => ({
      Arn: `arn:aws:iam::${account}:user${properties.Path ?? '/'}${id}`,
    }),
  },
  'AWS::IAM::InstanceProfile': {
    id: named('InstanceProfileName', 128),
    attributes: ({ account, properties }, id) => ({
      Arn: `arn:aws:iam::${account}:instance-profile${properties.Path ?? '/'}${id}`,
    }),
  },
  'AWS::IAM::AccessKey': {
    id: ({ hex }) => `AKIA${hex(16).toUpperCase()}`,
    attributes: ({ hex }, id) => ({ SecretAccessKey: hex(40), Id: id }),
  },
  'AWS::SecretsManager::SecretTargetAttachment': {
    id: ({ properties }) => String(properties.SecretId),
    attributes: (_about, id) => ({ Id: id }),
  },
  'AWS::CloudFormation::WaitConditionHandle': {
    id: ({ region, name }) => `https://cloudformation-waitcondition-${region}.s3.amazonaws.com/${name()}`,
  },
  'AWS::ServiceDiscovery::PrivateDnsNamespace': {
    id: ({ hex }) => `ns-${hex(16)}`,
    attributes: (about, id) => ({
      Id: id,
      Arn: arn(about, 'servicediscovery', `namespace/${id}`),
      HostedZoneId: `Z${about.hex(20).toUpperCase()}`,
    }),
  },
  'AWS::ServiceDiscovery::HttpNamespace': {
    id: ({ hex }) => `ns-${hex(16)}`,
    attributes: (about, id) => ({ Id: id, Arn: arn(about, 'servicediscovery', `namespace/${id}`) }),
  },
}
