import { describe, expect, it } from 'vitest'
import { edgeStacksOf } from '#cfn/generate.ts'
import { environment } from '#model'
import { generate } from '#pipelines/generate.ts'
import { propertiesOf, stackNamed, stacksFor } from './deliveries.ts'
import { canada, everything, virginia } from './everything.ts'
import { at, listAt } from './look.ts'

const elsewhere = edgeStacksOf(everything(), canada)
const inVirginia = stacksFor(everything([virginia]), virginia)

describe('what CloudFront takes from us-east-1 only', () => {
  it('is deployed there, in the same account, under a name of its own', () => {
    const edge = stackNamed(elsewhere, 'edge')
    expect(edge.environment).toMatchObject({
      name: 'production-us-east-1',
      region: 'us-east-1',
      account: '111111111111',
    })
    expect(edge.name).toBe('cruddur-production-us-east-1-edge')
    expect(edge.needs).toEqual([])
  })

  it('has a manifest of its own, so that it can be deployed', () => {
    const file = generate(everything()).find(({ path }) => path === 'pipelines/out/production-us-east-1.json')
    expect(JSON.parse(file?.text ?? '{}')).toMatchObject({
      region: 'us-east-1',
      stacks: [{ id: 'edge' }, { id: 'billing' }],
    })
  })

  it('has the certificate of all names and a firewall for CloudFront', () => {
    const edge = stackNamed(elsewhere, 'edge')
    expect(propertiesOf(edge, 'Certificate')).toMatchObject({
      DomainName: 'cruddur.com',
      SubjectAlternativeNames: ['www.cruddur.com'],
    })
    const acl = propertiesOf(edge, 'WebAcl')
    expect(acl.Scope).toBe('CLOUDFRONT')
    const priorities = listAt(acl, 'Rules').map(({ Priority }) => Priority)
    expect(new Set(priorities).size).toBe(priorities.length)
  })

  it('is an ordinary stack of an environment that is there already, proven in its zone', () => {
    const edge = stackNamed(inVirginia, 'edge')
    expect(edge.name).toBe('cruddur-production-edge')
    expect(edge.needs.map(({ id }) => id)).toEqual(['dns'])
    expect(edgeStacksOf(everything([virginia]), virginia)).toEqual([])
  })
})

describe('a site with names', () => {
  it('imports certificate and firewall where they can be imported', () => {
    const config = propertiesOf(stackNamed(inVirginia, 'site-web'), 'Distribution').DistributionConfig
    expect(at(config, 'Aliases')).toEqual(['cruddur.com', 'www.cruddur.com'])
    expect(at(config, 'ViewerCertificate')).toMatchObject({
      AcmCertificateArn: { 'Fn::ImportValue': 'cruddur-production-edge-certificate-arn' },
      MinimumProtocolVersion: 'TLSv1.2_2021',
    })
    expect(at(config, 'WebACLId')).toEqual({ 'Fn::ImportValue': 'cruddur-production-edge-web-acl-arn' })
  })

  it('answers without them elsewhere, until their ARNs are entered', () => {
    const stack = stackNamed(stacksFor(everything(), canada), 'site-web')
    const config = propertiesOf(stack, 'Distribution').DistributionConfig
    expect(stack.template.Parameters?.CertificateArn).toMatchObject({ Default: '' })
    expect(at(config, 'Aliases', 'Fn::If')).toEqual([
      'HasCertificateArn',
      ['cruddur.com', 'www.cruddur.com'],
      { Ref: 'AWS::NoValue' },
    ])
    expect(stack.template.Resources.CruddurComA?.Condition).toBe('HasCertificateArn')
  })

  it('has them once they are entered', () => {
    const certificate = 'arn:aws:acm:us-east-1:111111111111:certificate/one'
    const entered = environment('production', { ...canada, edge: { certificate } })
    const stack = stackNamed(stacksFor(everything([entered]), entered), 'site-web')
    expect(stack.template.Parameters?.CertificateArn).toMatchObject({ Default: certificate })
  })

  it('has a record for each name and kind of address', () => {
    const stack = stackNamed(inVirginia, 'site-web')
    for (const id of ['CruddurComA', 'CruddurComAAAA', 'WwwCruddurComA', 'WwwCruddurComAAAA'])
      expect(at(propertiesOf(stack, id), 'AliasTarget', 'HostedZoneId')).toBe('Z2FDTNDATAQYW2')
  })

  it('speaks HTTPS to its API, by a name that the certificate carries', () => {
    const config = propertiesOf(stackNamed(inVirginia, 'site-web'), 'Distribution').DistributionConfig
    expect(at(config, 'Origins', 1)).toMatchObject({
      DomainName: 'api.cruddur.com',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
    })
  })

  it('lets its pages put objects into the buckets it names, and show theirs, and nothing more', () => {
    const headers = propertiesOf(stackNamed(inVirginia, 'site-web'), 'SecurityHeaders')
    const policy = [
      'ResponseHeadersPolicyConfig',
      'SecurityHeadersConfig',
      'ContentSecurityPolicy',
      'ContentSecurityPolicy',
    ]
    const [text, values] = listAt(headers, ...policy, 'Fn::Sub')
    expect(text).toContain("connect-src 'self'${value}; ")
    expect(text).toContain("img-src 'self' data: blob:${value2}; ")
    expect(JSON.stringify(values?.value)).toContain('assets-uploads-bucket-host')
    expect(JSON.stringify(values?.value)).not.toContain('avatars')
    expect(JSON.stringify(values?.value2)).toContain('assets-avatars-served-host')
  })

  it('writes its logs into a bucket that stays private', () => {
    const stack = stackNamed(inVirginia, 'site-web')
    const config = propertiesOf(stack, 'Distribution').DistributionConfig
    expect(at(config, 'Logging', 'Bucket')).toEqual({ 'Fn::GetAtt': ['AccessLogs', 'DomainName'] })
    const logs = propertiesOf(stack, 'AccessLogs')
    expect(at(logs, 'OwnershipControls', 'Rules')).toEqual([{ ObjectOwnership: 'BucketOwnerPreferred' }])
    expect(at(logs, 'PublicAccessBlockConfiguration', 'BlockPublicAcls')).toBe(true)
  })
})
