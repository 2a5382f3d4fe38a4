import type { Value } from '#model/value.ts'
import { type Resource, resource } from '../template/resource.ts'

/** A certificate for a domain and the names below it, proven by a record that ACM itself writes into the zone. */
export const certificateFor = (
  domain: string,
  zoneId: Value<'zone-id'>,
): Resource<'AWS::CertificateManager::Certificate'> =>
  resource('Certificate', 'AWS::CertificateManager::Certificate', {
    DomainName: domain,
    SubjectAlternativeNames: [`*.${domain}`],
    ValidationMethod: 'DNS',
    // The wildcard is proven by the same record, but each name must say its zone.
    DomainValidationOptions: [domain, `*.${domain}`].map((DomainName) => ({ DomainName, HostedZoneId: zoneId })),
  })
