import type { Value } from '#model/value.ts'
import { join, sub } from '../template/intrinsics.ts'
import { resource } from '../template/resource.ts'

/** Hosts outside the own origin that pages put objects into, and show objects of. */
export interface Hosts {
  readonly putsTo: readonly Value<'bucket-domain'>[]
  readonly shows: readonly (Value<'bucket-domain'> | Value<'distribution-domain'>)[]
}

/** The headers every answer of a site carries. */
export const securityHeaders = (name: string, hosts: Hosts = { putsTo: [], shows: [] }) =>
  resource('SecurityHeaders', 'AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      Name: name,
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: contentSecurityPolicy(hosts), Override: false },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
      },
    },
  })

// What a page may load: only its own origin, and the buckets it works with. Inline styles are what component libraries
// need; scripts are not.
const contentSecurityPolicy = ({ putsTo, shows }: Hosts): string | Value<'text'> => {
  const [before, between, after] = [
    ["default-src 'self'", "base-uri 'self'", "connect-src 'self'"],
    ["font-src 'self' data:", "form-action 'self'", "frame-ancestors 'none'", "img-src 'self' data: blob:"],
    ["object-src 'none'", "style-src 'self' 'unsafe-inline'"],
  ].map((part) => part.join('; '))
  if (putsTo.length === 0 && shows.length === 0) return [before, between, after].join('; ')
  return sub`${before ?? ''}${listed(putsTo)}; ${between ?? ''}${listed(shows)}; ${after ?? ''}`
}

const listed = (hosts: Hosts['shows']): Value<'text'> | string =>
  hosts.length === 0
    ? ''
    : join(
        '',
        hosts.map((host) => sub` https://${host}`),
      )
