const { Stack, aws_iam: iam } = require('aws-cdk-lib')
const { allow } = require('../stacks/parts.js')

const issuer = 'token.actions.githubusercontent.com'

class SyncRole extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const provider = new iam.CfnOIDCProvider(this, 'GitHubProvider', {
      url: `https://${issuer}`,
      clientIdList: ['sts.amazonaws.com'],
    })
    const stacks = this.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${props.prefix}-*/*` })
    new iam.Role(this, 'PreviewRole', {
      roleName: `${props.prefix}-preview`,
      assumedBy: new iam.WebIdentityPrincipal(provider.ref, {
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: ['repo:acme/shop:pull_request'] },
      }),
      inlinePolicies: {
        'derived-from-jobs': new iam.PolicyDocument({
          statements: [
            allow(['cloudformation:CreateChangeSet', 'cloudformation:DescribeChangeSet'], [stacks]),
            allow(['s3:PutObject'], [props.bootstrap.bucket.arnForObjects('templates/*')]),
          ],
        }),
      },
    })
  }
}

module.exports = { SyncRole }
