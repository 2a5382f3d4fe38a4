import { describe, expect, it } from 'vitest'
import { propertiesOf, resourcesOf, stackNamed, stacksFor, statementsIn } from './deliveries.ts'
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

  it('take objects from the pages that may put them, and announce them to those who listen', () => {
    const uploads = propertiesOf(stack, 'Uploads')
    expect(at(uploads, 'CorsConfiguration', 'CorsRules')).toEqual([
      expect.objectContaining({ AllowedMethods: ['PUT'], AllowedOrigins: ['https://cruddur.com'] }),
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

  it('forget uploads after the days that were given', () => {
    expect(at(propertiesOf(stack, 'Uploads'), 'LifecycleConfiguration', 'Rules')).toContainEqual({
      Id: 'Expire',
      Status: 'Enabled',
      ExpirationInDays: 1,
    })
  })
})
