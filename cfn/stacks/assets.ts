import { aliasesIn, type Bucket, type Delivery, type Environment, pascal, type Stack, stack } from '#model'
import { known, pseudo, sub } from '../template/intrinsics.ts'
import { allow } from '../template/policy.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { type AssetsExports, merged, owned } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'
import { bucketPolicy, privateBucket } from './private-bucket.ts'

/** AWS's own policies, by id. Amazon CloudFront Developer Guide, "Use managed cache policies", "… response headers policies". */
const managed = {
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  securityHeaders: '67f7725c-6f97-4210-82d7-5512b31e9d03',
} as const

/** The buckets, and a distribution for each that is served. */
export const assets = (d: Delivery, e: Environment): Stack<AssetsExports> =>
  stack({ delivery: d.name, environment: e, id: 'assets', needs: {} }, () => {
    const made = d.buckets.map((bucket) => partOf(d, e, bucket))
    return {
      template: template({
        description: `${d.name} ${e.name}: buckets and what serves them`,
        resources: made.flatMap((each) => each.resources),
        tags: tagsOf(d, e),
      }),
      exports: merged(made.map((each) => each.exports)),
    }
  })

/** Whether a distribution of its own serves a bucket: it says so, or somebody shows it. */
export const isServed = (d: Delivery, given: Bucket): boolean =>
  given.served ||
  [...d.services, ...d.functions].some(({ uses }) => uses.some(({ may, to }) => may === 'show' && to === given))

const partOf = (d: Delivery, e: Environment, given: Bucket) => {
  const id = pascal(given.name)
  const announced = d.functions.some(({ on }) =>
    on.some((source) => source.event === 'object-created' && source.of === given),
  )
  const bucket = privateBucket(id, {
    LifecycleConfiguration: { Rules: rulesOf(given) },
    ...(announced && { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }),
    ...corsOf(originsOf(d, e, given)),
  })
  const exports: AssetsExports = owned(given.name, {
    'bucket-name': bucket.ref,
    'bucket-arn': bucket.att('Arn'),
    'bucket-host': bucket.att('RegionalDomainName'),
  })
  if (!isServed(d, given)) return { resources: [bucket, bucketPolicy(bucket)] as readonly AnyResource[], exports }
  const { access, distribution } = servingOf(bucket, { name: `${prefixOf(d, e)}-${given.name}`, id })
  const resources: readonly AnyResource[] = [bucket, access, distribution, readPolicy(bucket, distribution)]
  const served: AssetsExports = owned(given.name, { 'served-host': distribution.att('DomainName') })
  return { resources, exports: { ...exports, ...served } }
}

const rulesOf = (given: Bucket) => [
  {
    Id: 'ForgetOldVersions',
    Status: 'Enabled' as const,
    NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  },
  ...(given.expireDays === undefined
    ? []
    : [{ Id: 'Expire', Status: 'Enabled' as const, ExpirationInDays: given.expireDays }]),
]

// CloudFront gives a site without a name of its own one that is known only after the site stands, which itself needs the
// bucket. What keeps strangers out is the signature that the page was given, not its origin.
const unnamed = 'https://*.cloudfront.net'

const originsOf = (d: Delivery, e: Environment, given: Bucket): readonly string[] => {
  if (given.uploadsFrom !== 'sites') return given.uploadsFrom
  const sites = d.sites.filter(({ buckets }) => buckets.includes(given))
  const named = (of: readonly string[]) => (of.length > 0 ? of.map((alias) => `https://${alias}`) : [unnamed])
  return [...new Set(sites.flatMap((site) => named(aliasesIn(site, e))))]
}

/** A page puts an object with a presigned URL, or a form. Amazon S3 User Guide, "Using cross-origin resource sharing (CORS)". */
const corsOf = (origins: readonly string[]) =>
  origins.length === 0
    ? {}
    : {
        CorsConfiguration: {
          CorsRules: [
            {
              AllowedMethods: ['POST' as const, 'PUT' as const],
              AllowedOrigins: origins,
              AllowedHeaders: ['content-type'],
              ExposedHeaders: ['ETag'],
              MaxAge: 3000,
            },
          ],
        },
      }

const servingOf = (
  bucket: Resource<'AWS::S3::Bucket'>,
  { name, id }: { readonly name: string; readonly id: string },
) => {
  const access = resource(`${id}Access`, 'AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: {
      Name: name,
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    },
  })
  const distribution = resource(`${id}Distribution`, 'AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Enabled: true,
      Comment: name,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: 'PriceClass_100',
      ViewerCertificate: { CloudFrontDefaultCertificate: true },
      Origins: [
        {
          Id: 'objects',
          DomainName: bucket.att('RegionalDomainName'),
          OriginAccessControlId: access.ref,
          S3OriginConfig: {},
        },
      ],
      // Without it an object that is asked for a moment before it is there would stay missing for ten seconds.
      // Amazon CloudFront Developer Guide, "Control how long CloudFront caches errors".
      CustomErrorResponses: [{ ErrorCode: 403, ErrorCachingMinTTL: 0 }],
      DefaultCacheBehavior: {
        TargetOriginId: 'objects',
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
        Compress: true,
        CachePolicyId: managed.cachingOptimized,
        ResponseHeadersPolicyId: known<'response-headers-policy-id'>(managed.securityHeaders),
      },
    },
  })
  return { access, distribution }
}

// Whoever knows an object's name may read it through the distribution; nobody may list names.
const readPolicy = (bucket: Resource<'AWS::S3::Bucket'>, distribution: Resource<'AWS::CloudFront::Distribution'>) => {
  const arn = sub`arn:${pseudo.partition}:cloudfront::${pseudo.account}:distribution/${distribution.ref}`
  return bucketPolicy(bucket, {
    ...allow(['s3:GetObject'], sub`${bucket.att('Arn')}/*`, { StringEquals: { 'AWS:SourceArn': arn } }),
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Sid: 'ReadByDistribution',
  })
}
