import { aliasesIn, type Delivery, type Environment, type Stack, stack } from '#model'
import { parameter } from '../template/parameter.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { firewall } from './firewall.ts'
import type { EdgeExports, Layers } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'

/** The one region that CloudFront takes certificates and web ACLs from. */
export const edgeRegion = 'us-east-1'

/** The names that need a certificate of ours. */
const aliasesOf = (d: Delivery, e: Environment): readonly string[] => [
  ...new Set(d.sites.flatMap((site) => (site.certificate === undefined ? aliasesIn(site, e) : []))),
]

/** True when a site needs something that can only be made in us-east-1. */
export const hasEdge = (d: Delivery, e: Environment): boolean =>
  aliasesOf(d, e).length > 0 || d.sites.some((site) => site.firewall === true)

/**
 * The environment's part in us-east-1: the same account, and a name of its own where the environment is elsewhere. No
 * template can make something in another region, and no import reaches there.
 * Amazon CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront".
 */
export const edgeOf = (e: Environment): Environment =>
  e.region === edgeRegion
    ? e
    : Object.freeze({ ...e, name: `${e.name}-${edgeRegion}` as Environment['name'], region: edgeRegion })

/** That part, where there is something to make in it. */
export const edgeEnvironmentOf = (d: Delivery, e: Environment): Environment | undefined =>
  edgeOf(e) !== e && (hasEdge(d, e) || d.budget) ? edgeOf(e) : undefined

/** The certificate of the sites' names, and the firewall in front of them. Deployed to us-east-1. */
export const edge = (d: Delivery, e: Environment, layers: Pick<Layers, 'dns'>): Stack<EdgeExports> => {
  const here = edgeOf(e)
  const beside = here === e ? layers.dns : undefined
  return stack({ delivery: d.name, environment: here, id: 'edge', needs: { ...(beside && { dns: beside }) } }, () => {
    const aliases = aliasesOf(d, e)
    const elsewhere = parameter('ZoneId', {
      Type: 'String',
      Default: e.zone ?? '',
      Description:
        'The hosted zone of the names: output ZoneId of the dns stack, if the delivery makes the zone itself',
    })
    const zoneId = beside ? beside.exports.zoneId : elsewhere.ref
    const certificate =
      aliases.length === 0
        ? undefined
        : resource('Certificate', 'AWS::CertificateManager::Certificate', {
            DomainName: aliases[0] ?? '',
            ...(aliases.length > 1 && { SubjectAlternativeNames: aliases.slice(1) }),
            ValidationMethod: 'DNS',
            // Without a zone of ours, the records that ACM shows have to be entered where the names are.
            ...(e.domain !== undefined && {
              DomainValidationOptions: aliases.map((DomainName) => ({ DomainName, HostedZoneId: zoneId })),
            }),
          })
    const acl = d.sites.some((site) => site.firewall === true) ? firewall(prefixOf(d, here)) : undefined
    const resources: readonly AnyResource[] = [certificate, acl].filter((each) => each !== undefined)
    const usesParameter = certificate !== undefined && e.domain !== undefined && !beside
    return {
      template: template({
        description: `${d.name} ${e.name}: what CloudFront takes from ${edgeRegion} only`,
        resources,
        parameters: usesParameter ? [elsewhere] : [],
        tags: tagsOf(d, here),
      }),
      exports: {
        ...(certificate && { 'certificate-arn': certificate.ref }),
        ...(acl && { 'web-acl-arn': acl.att('Arn') }),
      },
    }
  })
}
