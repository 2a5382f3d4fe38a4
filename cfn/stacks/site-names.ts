import { aliasesIn, type Environment, pascal, type Site } from '#model'
import type { Value } from '#model/value.ts'
import { condition, equals, iff, not, noValue } from '../template/condition.ts'
import { known } from '../template/intrinsics.ts'
import { type Parameter, parameter } from '../template/parameter.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import type { CloudFrontDistribution_DistributionConfig as Config } from '../template/resource-types.generated.ts'
import { type Layers, present } from './layers.ts'

type Distribution = Resource<'AWS::CloudFront::Distribution'>
type Named = ReturnType<typeof condition>

/** How a site is called and guarded: what that adds to its distribution and its template. */
export interface Names {
  readonly config: Pick<Config, 'Aliases' | 'ViewerCertificate' | 'WebACLId'>
  readonly parameters: readonly Parameter[]
  readonly conditions: readonly Named[]
  readonly records: (distribution: Distribution) => readonly AnyResource[]
}

/**
 * The names of a site, its certificate and its firewall. Both are made in us-east-1: in an environment there they are
 * imported, elsewhere their ARNs are parameters, and until one is given the site answers without what needs it.
 */
export const namesOf = (site: Site, e: Environment, layers: Layers): Names => {
  const edge = layers.edge?.environment === e ? layers.edge.exports : undefined
  const aliases = aliasesIn(site, e)
  const certificate = certificateOf(site, edge?.['certificate-arn'], e.edge?.certificate)
  const acl = aclOf(site, edge?.['web-acl-arn'], e.edge?.webAcl)
  return {
    config: {
      ...(certificate
        ? {
            Aliases: certificate.when ? iff(certificate.when, aliases, noValue) : aliases,
            ViewerCertificate: viewerCertificate(certificate),
          }
        : { ViewerCertificate: cloudFrontsOwn }),
      ...(acl && { WebACLId: acl.when ? iff(acl.when, acl.arn, noValue) : acl.arn }),
    },
    parameters: [certificate, acl].flatMap((each) => each?.parameter ?? []),
    conditions: [certificate, acl].flatMap((each) => each?.when ?? []),
    records: (distribution) =>
      certificate ? recordsOf(site, e, { layers, distribution, when: certificate.when }) : [],
  }
}

const cloudFrontsOwn = { CloudFrontDefaultCertificate: true }

// Amazon CloudFront Developer Guide, "Supported protocols and ciphers between viewers and CloudFront".
const tls = { SslSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' }

// Each property chooses for itself: AWS's validator takes the two sides of one choice for one certificate.
const viewerCertificate = ({ arn, when }: FromEdge<'certificate-arn'>) =>
  when
    ? {
        AcmCertificateArn: iff(when, arn, noValue),
        SslSupportMethod: iff(when, tls.SslSupportMethod, noValue),
        MinimumProtocolVersion: iff(when, tls.MinimumProtocolVersion, noValue),
        CloudFrontDefaultCertificate: iff(when, noValue, true),
      }
    : { AcmCertificateArn: arn, ...tls }

interface FromEdge<K extends 'certificate-arn' | 'web-acl-arn'> {
  readonly arn: Value<K>
  readonly parameter?: Parameter
  readonly when?: Named
}

const certificateOf = (
  site: Site,
  made: Value<'certificate-arn'> | undefined,
  entered: string | undefined,
): FromEdge<'certificate-arn'> | undefined => {
  if (site.aliases.length === 0) return undefined
  if (site.certificate !== undefined) return { arn: known<'certificate-arn'>(site.certificate) }
  return made ? { arn: made } : laterOf<'certificate-arn'>('CertificateArn', 'acm', entered)
}

const aclOf = (
  site: Site,
  made: Value<'web-acl-arn'> | undefined,
  entered: string | undefined,
): FromEdge<'web-acl-arn'> | undefined => {
  if (site.firewall === false) return undefined
  if (typeof site.firewall === 'string') return { arn: known<'web-acl-arn'>(site.firewall) }
  return made ? { arn: made } : laterOf<'web-acl-arn'>('WebAclArn', 'wafv2', entered)
}

const laterOf = <K extends 'certificate-arn' | 'web-acl-arn'>(
  id: string,
  service: 'acm' | 'wafv2',
  entered = '',
): FromEdge<K> => {
  const given = parameter(id, {
    Type: 'String',
    Default: entered,
    AllowedPattern: `^$|^arn:[a-z-]+:${service}:us-east-1:[0-9]{12}:.+$`,
    ConstraintDescription: `empty, or an ARN of ${service} in us-east-1`,
    Description: `Output ${id} of the edge stack in us-east-1; empty until that stands`,
  })
  return {
    arn: given.ref as unknown as Value<K>,
    parameter: given,
    when: condition(`Has${id}`, not(equals(given.ref, ''))),
  }
}

// CloudFront's own zone, the same for every distribution. AWS CloudFormation Template Reference, "AliasTarget".
const cloudFrontZone = 'Z2FDTNDATAQYW2'

const recordsOf = (
  site: Site,
  e: Environment,
  { layers, distribution, when }: { layers: Layers; distribution: Distribution; when: Named | undefined },
): readonly AnyResource[] => {
  const { domain } = e
  if (domain === undefined) return []
  const { zoneId } = present(layers.dns, 'the zone').exports
  const ours = aliasesIn(site, e).filter((alias) => alias === domain || alias.endsWith(`.${domain}`))
  return ours.flatMap((alias) =>
    (['A', 'AAAA'] as const).map((Type) =>
      resource(
        `${pascal(alias)}${Type}`,
        'AWS::Route53::RecordSet',
        {
          HostedZoneId: zoneId,
          Name: alias,
          Type,
          AliasTarget: { DNSName: distribution.att('DomainName'), HostedZoneId: cloudFrontZone },
        },
        when ? { condition: when } : {},
      ),
    ),
  )
}
