const { Stack, aws_apigatewayv2: apigateway, aws_lambda: lambda } = require('aws-cdk-lib')
const { logGroup } = require('./parts.js')

const format = {
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  error: '$context.integrationErrorMessage',
}

class HttpApi extends Stack {
  constructor(scope, id, { authorizer, presign, ...props }) {
    super(scope, id, props)
    this.api = new apigateway.CfnApi(this, 'Api', { name: 'cruddur-production', protocolType: 'HTTP' })
    const asks = new apigateway.CfnAuthorizer(this, 'AskAuthorizer', {
      apiId: this.api.ref,
      name: 'authorizer',
      authorizerType: 'REQUEST',
      authorizerUri: this.formatArn({
        service: 'apigateway',
        account: 'lambda',
        resource: 'path',
        resourceName: `2015-03-31/functions/${authorizer.running.attrArn}/invocations`,
      }),
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      identitySource: ['$request.header.Authorization'],
      authorizerResultTtlInSeconds: 60,
    })
    this.mayCall('AuthorizerMayDecide', authorizer, `authorizers/${asks.ref}`)
    const integration = new apigateway.CfnIntegration(this, 'PostApiProfileAvatarTicketIntegration', {
      apiId: this.api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: presign.running.attrArn,
      payloadFormatVersion: '2.0',
      timeoutInMillis: 10_000,
    })
    new apigateway.CfnRoute(this, 'PostApiProfileAvatarTicketRoute', {
      apiId: this.api.ref,
      routeKey: 'POST /api/profile/avatar-ticket',
      target: `integrations/${integration.ref}`,
      authorizationType: 'CUSTOM',
      authorizerId: asks.ref,
    })
    this.mayCall('PostApiProfileAvatarTicketMayCall', presign, '*/POST/api/profile/avatar-ticket')
    const logs = logGroup(this, 'AccessLogs')
    new apigateway.CfnStage(this, 'Stage', {
      apiId: this.api.ref,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.attrArn, format: JSON.stringify(format) },
      defaultRouteSettings: { throttlingBurstLimit: 100, throttlingRateLimit: 50 },
    })
  }

  mayCall(id, { running }, path) {
    new lambda.CfnPermission(this, id, {
      action: 'lambda:InvokeFunction',
      functionName: running.ref,
      principal: 'apigateway.amazonaws.com',
      sourceArn: this.formatArn({ service: 'execute-api', resource: this.api.ref, resourceName: path }),
    })
  }
}

module.exports = { HttpApi }
