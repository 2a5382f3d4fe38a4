import { describe, expect, it } from 'vitest'
import { bucket, delivery, github, image, service, site } from '#model'
import { production, propertiesOf, resourcesOf, stackNamed, stacksFor, statementsIn } from './deliveries.ts'
import { canada, everything } from './everything.ts'
import { at } from './look.ts'

const stack = stackNamed(stacksFor(everything(), canada), 'assets')

describe('buckets', () => {
  it('are private, encrypted and kept, each of them', () => {
    const buckets = resourcesOf(stack, 'AWS::S3::Bucket')
    expect(buckets.map(([id]) => id).sort()).toEqual(['Avatars', 'Uploads'])
    for (const [, body] of buckets) {
      expect(body.UpdateReplacePolicy).toBe('Retain')
      expect(body.Properties?.PublicAccessBlockConfiguration).toMatchObject({ RestrictPublicBuckets: true })
      expect(body.Properties).toHaveProperty('BucketEncryption')
    }
  })

  it('take objects, by URL or by form, from the pages that may put them, and announce them to those who listen', () => {
    const uploads = propertiesOf(stack, 'Uploads')
    expect(at(uploads, 'CorsConfiguration', 'CorsRules')).toEqual([
      expect.objectContaining({
        AllowedMethods: ['POST', 'PUT'],
        AllowedOrigins: ['https://cruddur.com', 'https://www.cruddur.com'],
      }),
    ])
    expect(at(uploads, 'NotificationConfiguration', 'EventBridgeConfiguration', 'EventBridgeEnabled')).toBe(true)
    expect(propertiesOf(stack, 'Avatars')).not.toHaveProperty('CorsConfiguration')
    expect(propertiesOf(stack, 'Avatars')).not.toHaveProperty('NotificationConfiguration')
  })

  it('are read by their own distribution only, which may not list them', () => {
    const open = statementsIn(stack).filter(({ Effect }) => Effect === 'Allow')
    expect(open).toEqual([
      expect.objectContaining({
        logicalId: 'AvatarsPolicy',
        Action: ['s3:GetObject'],
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: {
          StringEquals: {
            'AWS:SourceArn': {
              'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${AvatarsDistribution}',
            },
          },
        },
      }),
    ])
  })

  it('take objects from the pages that were named, and from a site whose name CloudFront has yet to give', () => {
    const named = bucket('named', { uploadsFrom: ['https://elsewhere.example'] })
    const ours = bucket('ours', { uploadsFrom: 'sites' })
    const nobodys = bucket('nobodys', { uploadsFrom: 'sites' })
    const uses = [named.read(), ours.read(), nobodys.read()]
    const api = service('api', { image: image('.'), port: 3000, health: '/', uses })
    const web = site('web', { folder: '.', build: 'true', output: 'dist', buckets: [ours, named] })
    const given = { repo: github('acme/cruddur'), environments: [production], services: [api], sites: [web] }
    const made = stackNamed(stacksFor(delivery({ name: 'cruddur', ...given })), 'assets')
    const origins = ['Named', 'Ours'].map((id) =>
      at(propertiesOf(made, id), 'CorsConfiguration', 'CorsRules', 0, 'AllowedOrigins'),
    )
    expect(origins).toEqual([['https://elsewhere.example'], ['https://*.cloudfront.net']])
    expect(propertiesOf(made, 'Nobodys')).not.toHaveProperty('CorsConfiguration')
  })

  it('are served when somebody shows them, who is told where', () => {
    const service = stackNamed(stacksFor(everything(), canada), 'service-api')
    const environment = at(propertiesOf(service, 'TaskDefinition'), 'ContainerDefinitions', 0, 'Environment')
    expect(environment).toContainEqual({
      Name: 'AVATARS_URL',
      Value: {
        'Fn::Sub': [
          'https://${host}',
          { host: { 'Fn::ImportValue': 'cruddur-production-assets-avatars-served-host' } },
        ],
      },
    })
    expect(resourcesOf(stack, 'AWS::CloudFront::Distribution').map(([id]) => id)).toEqual(['AvatarsDistribution'])
  })

  it('are asked again by the next visitor when an object is not there yet', () => {
    const config = propertiesOf(stack, 'AvatarsDistribution').DistributionConfig
    expect(at(config, 'CustomErrorResponses')).toEqual([{ ErrorCode: 403, ErrorCachingMinTTL: 0 }])
  })

  it('forget uploads after the days that were given', () => {
    expect(at(propertiesOf(stack, 'Uploads'), 'LifecycleConfiguration', 'Rules')).toContainEqual({
      Id: 'Expire',
      Status: 'Enabled',
      ExpirationInDays: 1,
    })
  })
})
