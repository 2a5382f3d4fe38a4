import { pagePolicy } from '#model/page-policy.ts'
import type { Value } from '#model/value.ts'
import { join, sub } from '../template/intrinsics.ts'
import { resource } from '../template/resource.ts'

/** Hosts outside the own origin that pages put objects into, and show objects of. */
export interface Hosts {
  readonly putsTo: readonly Value<'bucket-domain'>[]
  readonly shows: readonly (Value<'bucket-domain'> | Value<'distribution-domain'>)[]
}

/** What pages load beside what is their own. */
interface Loads extends Hosts {
  readonly inlineStyles: boolean
}

/** The headers every answer of a site carries. */
export const securityHeaders = (name: string, loads: Loads) =>
  resource('SecurityHeaders', 'AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      Name: name,
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: contentSecurityPolicy(loads), Override: false },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
      },
    },
  })

// The own origin, and the buckets that pages work with.
const contentSecurityPolicy = ({ putsTo, shows, inlineStyles }: Loads): string | Value<'text'> => {
  const directives = pagePolicy({ inlineStyles })
  const texts = directives.map((each) => each.join(' '))
  if (putsTo.length === 0 && shows.length === 0) return texts.join('; ')
  const [connect, show] = ['connect-src', 'img-src'].map((name) => directives.findIndex(([each]) => each === name) + 1)
  const [before, between, after] = [texts.slice(0, connect), texts.slice(connect, show), texts.slice(show)]
  return sub`${before.join('; ')}${listed(putsTo)}; ${between.join('; ')}${listed(shows)}; ${after.join('; ')}`
}

const listed = (hosts: Hosts['shows']): Value<'text'> | string =>
  hosts.length === 0
    ? ''
    : join(
        '',
        hosts.map((host) => sub` https://${host}`),
      )
