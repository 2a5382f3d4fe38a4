import { describe, expect, it } from 'vitest'
import { cruddur, propertiesOf, siteAlone, stackNamed, stacksFor } from './deliveries.ts'
import { canada, everything } from './everything.ts'
import { at, listAt } from './look.ts'

const stack = stackNamed(stacksFor(cruddur()), 'site-web')
const config = propertiesOf(stack, 'Distribution').DistributionConfig
const alone = stackNamed(stacksFor(siteAlone()), 'site-www')

describe('a site', () => {
  it('is read by its own distribution and nobody else', () => {
    const [, read, list] = listAt(propertiesOf(stack, 'FilesPolicy'), 'PolicyDocument', 'Statement')
    const ours = {
      StringEquals: {
        'AWS:SourceArn': {
          'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}',
        },
      },
    }
    expect(read).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: ['s3:GetObject'],
      Condition: ours,
    })
    expect(list).toMatchObject({ Action: ['s3:ListBucket'], Condition: ours })
    expect(at(propertiesOf(stack, 'FilesPolicy'), 'PolicyDocument', 'Statement')).toHaveLength(3)
  })

  it('signs its requests to the bucket', () => {
    expect(propertiesOf(stack, 'OriginAccess').OriginAccessControlConfig).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    })
    expect(at(config, 'Origins', 0)).toEqual({
      Id: 'files',
      DomainName: { 'Fn::GetAtt': ['Files', 'RegionalDomainName'] },
      OriginAccessControlId: { Ref: 'OriginAccess' },
      S3OriginConfig: {},
    })
  })

  it('is served over TLS, with security headers, on every path', () => {
    const behaviors = [at(config, 'DefaultCacheBehavior'), ...listAt(config, 'CacheBehaviors')]
    expect(behaviors).toHaveLength(2)
    for (const each of behaviors) {
      expect(at(each, 'ViewerProtocolPolicy')).toBe('redirect-to-https')
      expect(at(each, 'ResponseHeadersPolicyId')).toEqual({ Ref: 'SecurityHeaders' })
    }
  })

  it('sends /api/* to the load balancer, whole and uncached', () => {
    expect(at(config, 'CacheBehaviors', 0)).toMatchObject({ PathPattern: '/api/*', TargetOriginId: 'api' })
    expect(at(config, 'CacheBehaviors', 0, 'AllowedMethods')).toEqual(expect.arrayContaining(['POST', 'PUT', 'DELETE']))
    expect(at(config, 'CacheBehaviors', 0, 'CachePolicyId')).not.toBe(
      at(config, 'DefaultCacheBehavior', 'CachePolicyId'),
    )
    expect(at(config, 'Origins', 1)).toMatchObject({
      Id: 'api',
      CustomOriginConfig: { OriginProtocolPolicy: 'http-only' },
    })
  })

  it('has no API unless it says so, and needs no other stack then', () => {
    const plain = propertiesOf(alone, 'Distribution').DistributionConfig
    expect(at(plain, 'Origins')).toHaveLength(1)
    expect(plain).not.toHaveProperty('CacheBehaviors')
    expect(alone.needs).toEqual([])
  })

  it('lets its pages put into and show objects of the buckets that it names, and of no other', () => {
    const headers = propertiesOf(stackNamed(stacksFor(everything(), canada), 'site-web'), 'SecurityHeaders')
    const config = at(headers, 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'ContentSecurityPolicy')
    const policy = JSON.stringify(config)
    const [text = '', connect = '', show = ''] = policy.split(/"value2?":/)
    expect(text).toContain("connect-src 'self'${value}")
    expect(text).toContain("img-src 'self' data: blob:${value2}")
    expect(connect.match(/assets-[\w-]+/g)).toEqual(['assets-uploads-bucket-host'])
    expect(show.match(/assets-[\w-]+/g)).toEqual(['assets-avatars-served-host'])
  })

  it('never turns a missing file into a page', () => {
    expect(config).not.toHaveProperty('CustomErrorResponses')
  })
})
