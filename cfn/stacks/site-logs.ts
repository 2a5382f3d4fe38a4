import type { Resource } from '../template/resource.ts'
import { privateBucket } from './private-bucket.ts'

/**
 * The bucket for a distribution's access logs. CloudFront delivers them by an access control list, so this one bucket
 * allows those; nothing in it is public. Amazon CloudFront Developer Guide, "Access logs (standard logs)".
 */
export const siteLogs = (): Resource<'AWS::S3::Bucket'> =>
  privateBucket('AccessLogs', {
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'Expire',
          Status: 'Enabled',
          ExpirationInDays: 90,
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
  })

/** What the distribution says of its logs. */
export const loggingTo = (bucket: Resource<'AWS::S3::Bucket'>) => ({
  Logging: { Bucket: bucket.att('DomainName'), IncludeCookies: false, Prefix: 'cloudfront/' },
})
