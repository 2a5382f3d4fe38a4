import { expect, it } from 'vitest'
import { securityHeaders } from '#cfn/stacks/security-headers.ts'
import { template } from '#cfn/template/template.ts'
import { propertiesOf } from './deliveries.ts'
import { at } from './look.ts'

it('every answer forbids framing, sniffing, plain HTTP and scripts from elsewhere', () => {
  const of = {
    template: template({
      description: '',
      resources: [securityHeaders('app', { putsTo: [], shows: [], inlineStyles: false })],
    }),
  }
  const config = at(propertiesOf(of, 'SecurityHeaders'), 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig')
  expect(at(config, 'FrameOptions', 'FrameOption')).toBe('DENY')
  expect(at(config, 'ContentTypeOptions', 'Override')).toBe(true)
  expect(at(config, 'StrictTransportSecurity', 'AccessControlMaxAgeSec')).toBeGreaterThanOrEqual(31_536_000)
  const policy = at(config, 'ContentSecurityPolicy', 'ContentSecurityPolicy')
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).not.toMatch(/script-src|unsafe/)
})

it('pages may hold styles of their own only where that was chosen', () => {
  const policyOf = (inlineStyles: boolean): unknown => {
    const headers = securityHeaders('app', { putsTo: [], shows: [], inlineStyles })
    const of = { template: template({ description: '', resources: [headers] }) }
    const config = propertiesOf(of, 'SecurityHeaders').ResponseHeadersPolicyConfig
    return at(config, 'SecurityHeadersConfig', 'ContentSecurityPolicy', 'ContentSecurityPolicy')
  }
  expect(policyOf(true)).toContain("style-src 'self' 'unsafe-inline'")
  expect(policyOf(false)).toMatch(/style-src 'self'$/)
})
