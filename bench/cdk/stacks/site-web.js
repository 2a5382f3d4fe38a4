const {
  Duration,
  RemovalPolicy,
  Stack,
  aws_cloudfront: cloudfront,
  aws_cloudfront_origins: origins,
  aws_s3: s3,
} = require('aws-cdk-lib')

const name = 'cruddur-production-site-web'
const route = `function handler(event) {
  var request = event.request
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1)
  if (last.indexOf('.') === -1) request.uri = '/index.html'
  return request
}
`
const policyOf = ({ uploads, distribution }) =>
  `default-src 'self'; base-uri 'self'; connect-src 'self' https://${uploads.bucketRegionalDomainName}; font-src 'self' data:; form-action 'self'; frame-ancestors 'none'; img-src 'self' data: blob: https://${distribution.distributionDomainName}; object-src 'none'; style-src 'self'`

class SiteWeb extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.bucket = new s3.Bucket(this, 'Files', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ id: 'ForgetOldVersions', noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    const routing = new cloudfront.Function(this, 'Routing', {
      functionName: name,
      code: cloudfront.FunctionCode.fromInline(route),
      comment: 'Paths without an extension are pages of the application',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      autoPublish: true,
    })
    const headers = new cloudfront.ResponseHeadersPolicy(this, 'SecurityHeaders', {
      responseHeadersPolicyName: name,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policyOf(props.assets), override: false },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: true,
        },
        strictTransportSecurity: { accessControlMaxAge: Duration.seconds(31536000), override: true },
      },
    })
    const access = new cloudfront.S3OriginAccessControl(this, 'OriginAccess', { originAccessControlName: name })
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'cruddur production: web',
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessControl: access,
          originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        compress: true,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: routing }],
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new origins.HttpOrigin(props.cluster.loadBalancer.attrDnsName, {
            protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY,
            httpPort: 80,
          }),
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          compress: true,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
          responseHeadersPolicy: headers,
        },
      },
    })
  }
}

module.exports = { SiteWeb }
