const { Duration, RemovalPolicy, Stack, aws_ecr: ecr, aws_ssm: ssm } = require('aws-cdk-lib')

class Registry extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.api = new ecr.Repository(this, 'ApiRepository', {
      repositoryName: 'cruddur/production/api',
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: ecr.RepositoryEncryption.AES_256,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: 'untagged images are left over from failed pushes',
          tagStatus: ecr.TagStatus.UNTAGGED,
          maxImageAge: Duration.days(7),
        },
        {
          rulePriority: 2,
          description: 'the last hundred releases',
          tagStatus: ecr.TagStatus.ANY,
          maxImageCount: 100,
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    this.apiImage = new ssm.StringParameter(this, 'ApiImage', {
      parameterName: '/cruddur/production/api/image',
      stringValue: 'none',
    })
  }
}

module.exports = { Registry }
