// What is open to the whole internet, as far as a template says.
import { isRecord, type TemplateResource } from '#cfn/analysis/template.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'
import { listOf, recordOf } from '../read/walk.ts'

// Ports that nobody serves strangers on.
const closed: Readonly<Record<number, string>> = {
  22: 'SSH',
  1433: 'SQL Server',
  2375: 'Docker',
  3306: 'MySQL',
  3389: 'RDP',
  5432: 'PostgreSQL',
  6379: 'Redis',
  9200: 'OpenSearch',
  11211: 'memcached',
  27017: 'MongoDB',
}

interface Opening {
  readonly keys: readonly (string | number)[]
  readonly code: 'ingress-open' | 'bucket-public' | 'database-public' | 'function-url-open'
  readonly says: string
  readonly fix: string
}

const isWorld = (rule: Readonly<Record<string, unknown>>): boolean =>
  rule.CidrIp === '0.0.0.0/0' || rule.CidrIpv6 === '::/0'

const ingress = (rule: Readonly<Record<string, unknown>>, keys: Opening['keys']): readonly Opening[] => {
  if (!isWorld(rule)) return []
  const every = String(rule.IpProtocol) === '-1'
  const [from, to] = [Number(rule.FromPort), Number(rule.ToPort)]
  const hit = Object.entries(closed).find(([port]) => every || (from <= Number(port) && Number(port) <= to))
  return hit
    ? [
        {
          keys,
          code: 'ingress-open',
          says: every
            ? 'every port is open to the whole internet'
            : `port ${hit[0]} (${hit[1]}) is open to the whole internet`,
          fix: 'name the security group or the address range that needs it; a shell on a task needs no open port: ECS Exec',
        },
      ]
    : []
}

const publicAcls = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead']

const openings = (resource: TemplateResource, properties: Readonly<Record<string, unknown>>): readonly Opening[] => {
  const { Type } = resource
  if (Type === 'AWS::EC2::SecurityGroup')
    return listOf(properties.SecurityGroupIngress).flatMap((each, at) =>
      ingress(recordOf(each), ['SecurityGroupIngress', at]),
    )
  if (Type === 'AWS::EC2::SecurityGroupIngress') return ingress(properties, [])
  if (Type === 'AWS::S3::Bucket' && publicAcls.includes(String(properties.AccessControl)))
    return [
      {
        keys: ['AccessControl'],
        code: 'bucket-public',
        says: `everybody may read the bucket: "${String(properties.AccessControl)}"`,
        fix: 'remove AccessControl and serve the objects through CloudFront with an origin access control',
      },
    ]
  if (/^AWS::RDS::DBInstance$|^AWS::Redshift::Cluster$/.test(Type) && String(properties.PubliclyAccessible) === 'true')
    return [
      {
        keys: ['PubliclyAccessible'],
        code: 'database-public',
        says: 'the database has a public address',
        fix: 'write PubliclyAccessible: false and reach it from the VPC',
      },
    ]
  if (Type === 'AWS::Lambda::Url' && properties.AuthType === 'NONE')
    return [
      {
        keys: ['AuthType'],
        code: 'function-url-open',
        says: 'everybody may call the function',
        fix: 'write AuthType: AWS_IAM, or put the function behind an API with an authorizer',
      },
    ]
  return []
}

/** Ports, buckets, databases and functions that are open to everybody. */
export const checkExposure = (template: TemplateAlone): readonly Finding[] =>
  Object.entries(template.template.Resources).flatMap(([logicalId, resource]) =>
    isRecord(resource)
      ? openings(resource, recordOf(template.resolved(resource.Properties))).map(({ keys, says, ...opening }) => ({
          ...opening,
          severity: 'warning' as const,
          says: `"${logicalId}": ${says}`,
          at: template.at('Resources', logicalId, 'Properties', ...keys),
        }))
      : [],
  )
