import type { Func, Identity, Request } from '#model'
import { pascal } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import type { ResourceTypes } from '../template/resource-types.generated.ts'
import { type Layers, present } from './layers.ts'

/** The HTTP API that asks. */
export type Api = Resource<'AWS::ApiGatewayV2::Api'>

/** Who decides about requests: what it is made of, and what a route says to be decided by it. */
export interface Authorizer {
  readonly resources: readonly AnyResource[]
  readonly onRoute: Pick<RouteProperties, 'AuthorizationType' | 'AuthorizerId' | 'AuthorizationScopes'>
}

type RouteProperties = ResourceTypes['AWS::ApiGatewayV2::Route']['props']

/** The authorizer of an identity, or that of a function. */
export const authorizerOf = (by: NonNullable<Request['by']>, api: Api, layers: Layers): Authorizer =>
  by.kind === 'identity' ? byToken(by, api, layers) : byFunction(by, api, layers)

/**
 * A function that is asked by what stands in the Authorization header, and answers yes or no. Its answer counts for a
 * minute, so that a token that expires is refused soon after.
 * API Gateway Developer Guide, "Control access to HTTP APIs with AWS Lambda authorizers".
 */
const byFunction = (func: Func, api: Api, layers: Layers): Authorizer => {
  const called = present(layers.functions?.get(func), `function ${func.name}`).exports
  const id = pascal(func.name)
  const authorizer = resource(`Ask${id}`, 'AWS::ApiGatewayV2::Authorizer', {
    ApiId: api.ref,
    Name: func.name,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: sub`arn:${pseudo.partition}:apigateway:${pseudo.region}:lambda:path/2015-03-31/functions/${called.functionArn}/invocations`,
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 60,
  })
  const permission = resource(`${id}MayDecide`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: called.functionName,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub`arn:${pseudo.partition}:execute-api:${pseudo.region}:${pseudo.account}:${api.ref}/authorizers/${authorizer.ref}`,
  })
  return {
    resources: [authorizer, permission],
    onRoute: { AuthorizationType: 'CUSTOM', AuthorizerId: authorizer.ref },
  }
}

/**
 * The scope that only access tokens of people who signed in carry: without asking for one, an ID token would do as well.
 * Amazon Cognito Developer Guide, "Understanding the access token"; API Gateway Developer Guide, "Control access to HTTP
 * APIs with JWT authorizers in API Gateway".
 */
const signedIn = 'aws.cognito.signin.user.admin'

const byToken = (identity: Identity, api: Api, layers: Layers): Authorizer => {
  const { exports } = present(layers.identity, 'the identity')
  const pool = present(exports[`${identity.name}-pool-id`], `identity ${identity.name}`)
  const authorizer = resource(`${pascal(identity.name)}Authorizer`, 'AWS::ApiGatewayV2::Authorizer', {
    ApiId: api.ref,
    Name: identity.name,
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: {
      Issuer: sub`https://cognito-idp.${pseudo.region}.${pseudo.urlSuffix}/${pool}`,
      Audience: [present(exports[`${identity.name}-client-id`], `identity ${identity.name}`)],
    },
  })
  return {
    resources: [authorizer],
    onRoute: { AuthorizationType: 'JWT', AuthorizerId: authorizer.ref, AuthorizationScopes: [signedIn] },
  }
}
