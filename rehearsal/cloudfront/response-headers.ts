// Response headers policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
import type { Shape } from '../service.ts'

// The managed policy SecurityHeadersPolicy.
const managed: Readonly<Record<string, Shape>> = {
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, Override: false },
      XSSProtection: { Protection: true, ModeBlock: true, Override: false },
    },
  },
}

interface Header {
  readonly name: string
  readonly value: string
  readonly override: boolean
}

const on = (value: unknown) => String(value ?? false) === 'true'

const securityHeaders = (config: Shape = {}): Header[] => {
  const { ContentSecurityPolicy: csp, ContentTypeOptions: cto, FrameOptions: frame, ReferrerPolicy: referrer } = config
  const { StrictTransportSecurity: hsts, XSSProtection: xss } = config
  const given: (Header | undefined)[] = [
    csp && { name: 'Content-Security-Policy', value: csp.ContentSecurityPolicy, override: on(csp.Override) },
    cto && { name: 'X-Content-Type-Options', value: 'nosniff', override: on(cto.Override) },
    frame && { name: 'X-Frame-Options', value: frame.FrameOption, override: on(frame.Override) },
    referrer && { name: 'Referrer-Policy', value: referrer.ReferrerPolicy, override: on(referrer.Override) },
    hsts && {
      name: 'Strict-Transport-Security',
      value: `max-age=${hsts.AccessControlMaxAgeSec}${on(hsts.IncludeSubdomains) ? '; includeSubDomains' : ''}${on(hsts.Preload) ? '; preload' : ''}`,
      override: on(hsts.Override),
    },
    xss && {
      name: 'X-XSS-Protection',
      value: on(xss.Protection) ? `1${on(xss.ModeBlock) ? '; mode=block' : ''}` : '0',
      override: on(xss.Override),
    },
  ]
  return given.filter((header) => header !== undefined)
}

/** The headers of a response after its policy: added, set over the origin's, or removed. */
export const withPolicy = (
  headers: Readonly<Record<string, string | string[]>>,
  id: string | undefined,
  policies: ReadonlyMap<string, Shape>,
): Record<string, string | string[]> => {
  const result = { ...headers }
  const policy = id === undefined ? undefined : (managed[id] ?? policies.get(id)?.ResponseHeadersPolicyConfig)
  if (!policy) return result
  const find = (name: string) => Object.keys(result).find((key) => key.toLowerCase() === name.toLowerCase())
  for (const { Header } of (policy.RemoveHeadersConfig?.Items ?? []) as Shape[]) {
    const key = find(Header)
    if (key) delete result[key]
  }
  const custom: Header[] = ((policy.CustomHeadersConfig?.Items ?? []) as Shape[]).map(
    ({ Header: name, Value, Override }) => ({
      name,
      value: Value,
      override: on(Override),
    }),
  )
  for (const { name, value, override } of [...securityHeaders(policy.SecurityHeadersConfig), ...custom]) {
    const key = find(name)
    if (key && !override) continue
    if (key) delete result[key]
    result[name] = value
  }
  return result
}
