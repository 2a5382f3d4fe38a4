import { describe, expect, it } from 'vitest'
import { propertiesOf, stackNamed, stacksFor } from './deliveries.ts'
import { canada, everything } from './everything.ts'
import { at } from './look.ts'

const stack = stackNamed(stacksFor(everything(), canada), 'http-api')

describe('the HTTP API', () => {
  it('lets only people in who signed in, by their access token', () => {
    expect(propertiesOf(stack, 'PostAvatarsKeyRoute')).toMatchObject({
      RouteKey: 'POST /avatars/key',
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'UsersAuthorizer' },
      AuthorizationScopes: ['aws.cognito.signin.user.admin'],
    })
    expect(at(propertiesOf(stack, 'UsersAuthorizer'), 'JwtConfiguration', 'Audience')).toEqual([
      { 'Fn::ImportValue': 'cruddur-production-identity-users-client-id' },
    ])
  })

  it('lets those in whom a function lets in, which it asks by the header and may call for that alone', () => {
    expect(propertiesOf(stack, 'GetExportRoute')).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: 'AskAuthorizer' },
    })
    expect(propertiesOf(stack, 'AskAuthorizer')).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['$request.header.Authorization'],
      EnableSimpleResponses: true,
    })
    expect(propertiesOf(stack, 'AuthorizerMayDecide')).toMatchObject({
      FunctionName: { 'Fn::ImportValue': 'cruddur-production-function-authorizer-functionName' },
      SourceArn: {
        'Fn::Sub':
          'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/authorizers/${AskAuthorizer}',
      },
    })
    expect(stack.needs.map(({ id }) => id)).toContain('function-authorizer')
  })

  it('may call a function on its own route only', () => {
    expect(propertiesOf(stack, 'PostAvatarsKeyMayCall')).toMatchObject({
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/POST/avatars/key',
      },
    })
  })

  it('answers the pages of its own sites, whose names it knows', () => {
    expect(propertiesOf(stack, 'Api').CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://cruddur.com', 'https://www.cruddur.com'],
      AllowMethods: ['POST', 'GET'],
    })
  })

  it('writes down who asked what, and bounds how much is asked', () => {
    const stage = propertiesOf(stack, 'Stage')
    expect(JSON.parse(String(at(stage, 'AccessLogSettings', 'Format')))).toMatchObject({
      status: '$context.status',
      route: '$context.routeKey',
    })
    expect(at(stage, 'DefaultRouteSettings', 'ThrottlingRateLimit')).toBeGreaterThan(0)
  })
})
