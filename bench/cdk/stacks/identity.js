const { RemovalPolicy, Duration, Stack, aws_cognito: cognito, aws_lambda: lambda } = require('aws-cdk-lib')

class Identity extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.pool = new cognito.UserPool(this, 'UsersPool', {
      userPoolName: 'cruddur-production-users',
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      selfSignUpEnabled: true,
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: true, mutable: true },
        preferredUsername: { required: true, mutable: true },
      },
      passwordPolicy: { minLength: 12, tempPasswordValidity: Duration.days(7) },
      mfa: cognito.Mfa.OFF,
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    // The level 2 trigger would put the permission into the stack of the function, which must stand before this one.
    const { running } = props.confirmed
    this.pool.node.defaultChild.lambdaConfig = { postConfirmation: running.attrArn }
    new lambda.CfnPermission(this, 'UsersMayCall', {
      action: 'lambda:InvokeFunction',
      functionName: running.ref,
      principal: 'cognito-idp.amazonaws.com',
      sourceArn: this.pool.userPoolArn,
    })
    this.client = new cognito.CfnUserPoolClient(this, 'UsersClient', {
      userPoolId: this.pool.userPoolId,
      generateSecret: false,
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' },
    })
  }
}

module.exports = { Identity }
