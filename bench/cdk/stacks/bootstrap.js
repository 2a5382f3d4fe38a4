const { Duration, RemovalPolicy, Stack, aws_s3: s3 } = require('aws-cdk-lib')

class Bootstrap extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.bucket = new s3.Bucket(this, 'Artifacts', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        { id: 'AbortUploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: 'Expire', expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(7) },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }
}

module.exports = { Bootstrap }
