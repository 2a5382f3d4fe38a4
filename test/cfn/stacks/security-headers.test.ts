import { expect, it } from 'vitest'
import { securityHeaders } from '#cfn/stacks/security-headers.ts'
import { template } from '#cfn/template/template.ts'
import { propertiesOf } from './deliveries.ts'

it('every answer forbids framing, sniffing, plain HTTP and scripts from elsewhere', () => {
  const of = {
    template: template({
      description: '',
      resources: [securityHeaders('app', { putsTo: [], shows: [], inlineStyles: false })],
    }),
  }
  const config = propertiesOf(of, 'SecurityHeaders').ResponseHeadersPolicyConfig.SecurityHeadersConfig
  expect(config.FrameOptions.FrameOption).toBe('DENY')
  expect(config.ContentTypeOptions.Override).toBe(true)
  expect(config.StrictTransportSecurity.AccessControlMaxAgeSec).toBeGreaterThanOrEqual(31_536_000)
  const policy: string = config.ContentSecurityPolicy.ContentSecurityPolicy
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).not.toMatch(/script-src|unsafe/)
})

it('pages may hold styles of their own only where that was chosen', () => {
  const policyOf = (inlineStyles: boolean): string => {
    const headers = securityHeaders('app', { putsTo: [], shows: [], inlineStyles })
    const of = { template: template({ description: '', resources: [headers] }) }
    const { SecurityHeadersConfig } = propertiesOf(of, 'SecurityHeaders').ResponseHeadersPolicyConfig
    return SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy
  }
  expect(policyOf(true)).toContain("style-src 'self' 'unsafe-inline'")
  expect(policyOf(false)).toMatch(/style-src 'self'$/)
})
