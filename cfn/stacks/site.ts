import { type Delivery, type Environment, type Needs, type Site, type Stack, stack } from '#model'
import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow } from '../template/policy.ts'
import { type Resource, resource } from '../template/resource.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'
import { template } from '../template/template.ts'
import { isServed } from './assets.ts'
import { type Layers, present, type SiteExports } from './layers.ts'
import { loadBalancerHostOf, prefixOf, tagsOf } from './names.ts'
import { bucketPolicy, privateBucket } from './private-bucket.ts'
import { type Hosts, securityHeaders } from './security-headers.ts'
import { loggingTo, siteLogs } from './site-logs.ts'
import { namesOf } from './site-names.ts'
import { siteRouting } from './site-routing.ts'

type Config = ResourceTypes['AWS::CloudFront::Distribution']['props']['DistributionConfig']

/** AWS's own policies, by id. Amazon CloudFront Developer Guide, "Use managed cache policies", "… origin request policies". */
const managed = {
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  allViewer: '216adef6-5c7f-47e4-b989-5492eafa07d3',
} as const

/** What the stack of a site is called within its environment. */
export const siteId = (site: Pick<Site, 'name'>): string => `site-${site.name}`

/** One static site: a bucket that only its distribution reads, and its API under the same origin. */
export const siteStack = (
  d: Delivery,
  e: Environment,
  { site, layers }: { readonly site: Site; readonly layers: Layers },
): Stack<SiteExports> => {
  const cluster = site.api && present(layers.cluster, 'the cluster')
  const id = siteId(site)
  const named = site.aliases.length > 0
  const edge = layers.edge?.environment === e ? layers.edge : undefined
  const needs: Needs = {
    ...(cluster && { cluster }),
    ...(site.buckets.length > 0 && { assets: present(layers.assets, 'the assets') }),
    ...(named && layers.dns && { dns: layers.dns }),
    ...(edge && (named || site.firewall) && { edge }),
  }
  return stack({ delivery: d.name, environment: e, id, needs }, () => {
    const bucket = privateBucket('Files', {
      LifecycleConfiguration: {
        Rules: [{ Id: 'ForgetOldVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
      },
    })
    const access = resource('OriginAccess', 'AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: {
        Name: `${prefixOf(d, e)}-${id}`,
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    })
    const routing = siteRouting(`${prefixOf(d, e)}-${id}`)
    const headers = securityHeaders(`${prefixOf(d, e)}-${id}`, {
      ...hostsOf(d, site, layers),
      inlineStyles: site.inlineStyles,
    })
    const names = namesOf(site, e, layers)
    const logs = site.logs ? siteLogs() : undefined
    const distribution = resource('Distribution', 'AWS::CloudFront::Distribution', {
      DistributionConfig: {
        ...configOf({ bucket, access, routing, headers }),
        Comment: `${d.name} ${e.name}: ${site.name}`,
        ...names.config,
        ...(cluster && apiOf(apiOriginOf(d, e, cluster.exports.loadBalancerDns), { bucket, access, headers })),
        ...(logs && loggingTo(logs)),
      },
    })
    return {
      template: template({
        description: `${d.name} ${e.name}: site ${site.name}`,
        resources: [
          bucket,
          access,
          routing,
          headers,
          distribution,
          policyOf(bucket, distribution),
          ...(logs ? [logs, bucketPolicy(logs)] : []),
          ...names.records(distribution),
        ],
        parameters: names.parameters,
        conditions: names.conditions,
        tags: { ...tagsOf(d, e), 'launchway:site': site.name },
      }),
      exports: {
        bucketName: bucket.ref,
        bucketArn: bucket.att('Arn'),
        distributionId: distribution.ref,
        domain: distribution.att('DomainName'),
      },
    }
  })
}

interface Parts {
  readonly bucket: Resource<'AWS::S3::Bucket'>
  readonly access: Resource<'AWS::CloudFront::OriginAccessControl'>
  readonly routing: Resource<'AWS::CloudFront::Function'>
  readonly headers: Resource<'AWS::CloudFront::ResponseHeadersPolicy'>
}

const filesOrigin = ({ bucket, access }: Pick<Parts, 'bucket' | 'access'>) => ({
  Id: 'files',
  DomainName: bucket.att('RegionalDomainName'),
  OriginAccessControlId: access.ref,
  // CloudFront wants this member for a bucket even though an access control stands in its place.
  S3OriginConfig: {},
})

const configOf = (parts: Parts) =>
  ({
    Enabled: true,
    DefaultRootObject: 'index.html',
    HttpVersion: 'http2and3',
    IPV6Enabled: true,
    PriceClass: 'PriceClass_100',
    Origins: [filesOrigin(parts)],
    DefaultCacheBehavior: {
      TargetOriginId: 'files',
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      Compress: true,
      CachePolicyId: managed.cachingOptimized,
      ResponseHeadersPolicyId: parts.headers.ref,
      FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: parts.routing.att('FunctionARN') }],
    },
  }) satisfies Config

const everyMethod = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']

// As the listener speaks. CloudFront speaks HTTPS only to a name that the certificate carries.
const apiOriginOf = (d: Delivery, e: Environment, loadBalancerDns: Value<'load-balancer-dns'>) => {
  const host = loadBalancerHostOf(d, e)
  return host
    ? {
        DomainName: host,
        CustomOriginConfig: { OriginProtocolPolicy: 'https-only' as const, OriginSSLProtocols: ['TLSv1.2'] },
      }
    : { DomainName: loadBalancerDns, CustomOriginConfig: { OriginProtocolPolicy: 'http-only' as const, HTTPPort: 80 } }
}

// What pages put objects into, and where they show them from: the distribution of a bucket that is served.
const hostsOf = (d: Delivery, site: Site, layers: Layers): Hosts => {
  const of = layers.assets?.exports ?? {}
  const putting = site.buckets.filter(({ uploadsFrom }) => uploadsFrom.length > 0)
  const shown = site.buckets.filter((each) => isServed(d, each))
  return {
    putsTo: putting.map(({ name }) => present(of[`${name}-bucket-host`], `bucket ${name}`)),
    shows: shown.map(({ name }) => present(of[`${name}-served-host`], `bucket ${name}`)),
  }
}

// Nothing of the API is cached, everything of the request reaches it.
const apiOf = (origin: ReturnType<typeof apiOriginOf>, parts: Omit<Parts, 'routing'>) =>
  ({
    Origins: [filesOrigin(parts), { Id: 'api', ...origin }],
    CacheBehaviors: [
      {
        PathPattern: '/api/*',
        TargetOriginId: 'api',
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: everyMethod,
        Compress: true,
        CachePolicyId: managed.cachingDisabled,
        OriginRequestPolicyId: managed.allViewer,
        ResponseHeadersPolicyId: parts.headers.ref,
      },
    ],
  }) satisfies Partial<Config>

// Reading is for the one distribution. It may list as well: without that, S3 answers 403 for a missing file instead of
// 404. Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
const policyOf = (bucket: Parts['bucket'], distribution: Resource<'AWS::CloudFront::Distribution'>) => {
  const arn = sub`arn:${pseudo.partition}:cloudfront::${pseudo.account}:distribution/${distribution.ref}`
  const cloudfront = { Principal: { Service: 'cloudfront.amazonaws.com' } } as const
  const ours = { StringEquals: { 'AWS:SourceArn': arn } }
  return bucketPolicy(
    bucket,
    { ...allow(['s3:GetObject'], sub`${bucket.att('Arn')}/*`, ours), ...cloudfront, Sid: 'ReadByDistribution' },
    { ...allow(['s3:ListBucket'], bucket.att('Arn'), ours), ...cloudfront, Sid: 'TellMissingFromForbidden' },
  )
}
