import { sub } from '../template/intrinsics.ts'
import { allow, type PolicyDocument, policy, type Statement } from '../template/policy.ts'
import { kept, type Resource, resource } from '../template/resource.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'

type BucketProperties = ResourceTypes['AWS::S3::Bucket']['props']

/** A bucket that nobody outside reaches: no public access, no ACLs, encrypted, versioned, kept when its stack goes. */
export const privateBucket = (logicalId: string, given: BucketProperties): Resource<'AWS::S3::Bucket'> =>
  resource(
    logicalId,
    'AWS::S3::Bucket',
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      ...given,
    },
    kept,
  )

/** Its policy: no request without TLS, and what else it says. */
export const bucketPolicy = (bucket: Resource<'AWS::S3::Bucket'>, ...more: readonly Statement[]) =>
  resource(`${bucket.logicalId}Policy`, 'AWS::S3::BucketPolicy', {
    Bucket: bucket.ref,
    PolicyDocument: withTls(bucket, more),
  })

const withTls = (bucket: Resource<'AWS::S3::Bucket'>, more: readonly Statement[]): PolicyDocument =>
  policy(
    {
      ...allow(['s3:*'], [bucket.att('Arn'), sub`${bucket.att('Arn')}/*`], {
        Bool: { 'aws:SecureTransport': 'false' },
      }),
      Sid: 'RefuseWithoutTls',
      Effect: 'Deny',
      Principal: '*',
    },
    ...more,
  )
