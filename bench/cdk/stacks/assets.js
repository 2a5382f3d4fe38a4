const {
  Duration,
  RemovalPolicy,
  Stack,
  aws_cloudfront: cloudfront,
  aws_cloudfront_origins: origins,
  aws_s3: s3,
} = require('aws-cdk-lib')

class Assets extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.uploads = this.bucket('Uploads', {
      expiration: Duration.days(1),
      cors: [
        {
          allowedMethods: [s3.HttpMethods.POST, s3.HttpMethods.PUT],
          allowedOrigins: ['https://*.cloudfront.net'],
          allowedHeaders: ['content-type'],
          exposedHeaders: ['ETag'],
          maxAge: 3000,
        },
      ],
    })
    // The level 2 switch adds a function of its own that sets what CloudFormation can say.
    this.uploads.node.defaultChild.notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    }
    this.avatars = this.bucket('Avatars', {})
    const name = 'cruddur-production-avatars'
    this.distribution = new cloudfront.Distribution(this, 'AvatarsDistribution', {
      comment: name,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      errorResponses: [{ httpStatus: 403, ttl: Duration.seconds(0) }],
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.avatars, {
          originAccessControl: new cloudfront.S3OriginAccessControl(this, 'AvatarsAccess', {
            originAccessControlName: name,
          }),
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
        compress: true,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
      },
    })
  }

  bucket(id, { expiration, cors }) {
    return new s3.Bucket(this, id, {
      encryption: s3.BucketEncryption.S3_MANAGED,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        {
          id: 'ForgetOldVersions',
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        ...(expiration ? [{ id: 'Expire', expiration }] : []),
      ],
      ...(cors && { cors }),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }
}

module.exports = { Assets }
