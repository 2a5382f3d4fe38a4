import { type Delivery, type Environment, existing, type Layer, stack } from '#model'
import type { Value } from '#model/value.ts'
import { join, known } from '../template/intrinsics.ts'
import { kept, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { certificateFor } from './certificate.ts'
import type { DnsExports } from './layers.ts'
import { tagsOf } from './names.ts'

/**
 * The zone of the environment's domain, unless it has one already, and a certificate for the domain and its names.
 * A new zone answers only once its name servers are entered where the domain was bought, and the certificate waits for
 * that: this stack stands still until then. AWS Certificate Manager User Guide, "AWS Certificate Manager DNS validation".
 */
export const dns = (d: Delivery, e: Environment, domain: string): Layer<DnsExports> => {
  if (e.zone && e.certificate)
    return existing('dns', {
      zoneId: known<'zone-id'>(e.zone),
      certificateArn: known<'certificate-arn'>(e.certificate),
    })
  return stack({ delivery: d.name, environment: e, id: 'dns', needs: {} }, () => {
    const zone = e.zone
      ? undefined
      : resource(
          'Zone',
          'AWS::Route53::HostedZone',
          { Name: domain, HostedZoneConfig: { Comment: `${d.name} ${e.name}` } },
          kept,
        )
    const zoneId: Value<'zone-id'> = zone ? zone.ref : known<'zone-id'>(e.zone ?? '')
    const certificate = e.certificate ? undefined : certificateFor(domain, zoneId)
    const resources = [zone, certificate].filter((each) => each !== undefined)
    return {
      template: template({
        description: `${d.name} ${e.name}: the zone and the certificate of ${domain}`,
        resources,
        ...(zone && { outputs: { NameServers: join(', ', zone.att('NameServers')) } }),
        tags: tagsOf(d, e),
      }),
      exports: {
        zoneId,
        certificateArn: certificate ? certificate.ref : known<'certificate-arn'>(e.certificate ?? ''),
      },
    }
  })
}
