import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  GetApisCommand,
  GetRoutesCommand,
} from '@aws-sdk/client-apigatewayv2'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { apigatewayv2, type HttpApiApi } from '#rehearsal/apigatewayv2/apigatewayv2.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool'
const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:answer'

const startIssuer = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] }
  const server = createServer((request, response) => {
    const isKeys = request.url === '/.well-known/jwks.json'
    response.end(JSON.stringify(isKeys ? keys : { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: (claims: JWTPayload, key = privateKey) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key),
    stop: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const startApi = async () => {
  const identities = await startIssuer()
  const made: { api?: HttpApiApi } = {}
  const aws = await startTestAws({
    services: (world) => {
      const gateway = apigatewayv2(world, {
        invoke: async (_arn, payload) => ({ payload }),
        log: () => {},
        issuerUrl: () => identities.url,
      })
      made.api = gateway.api
      return { services: [gateway.service], rest: { apigateway: gateway.rest } }
    },
  })
  const client = new ApiGatewayV2Client(clientOf(aws))
  const { ApiId = '', ApiEndpoint } = await client.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }))
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: functionArn,
      PayloadFormatVersion: '2.0',
    }),
  )
  const { AuthorizerId } = await client.send(
    new CreateAuthorizerCommand({
      ApiId,
      Name: 'users',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: issuer, Audience: ['client-1'] },
    }),
  )
  const RouteKey = 'GET /me'
  await client.send(
    new CreateRouteCommand({
      ApiId,
      RouteKey,
      Target: `integrations/${IntegrationId}`,
      AuthorizationType: 'JWT',
      AuthorizerId,
      AuthorizationScopes: ['signed.in'],
    }),
  )
  const url = made.api?.urlOf(ApiEndpoint ?? '')
  return {
    client,
    ApiId,
    identities,
    me: async (authorization?: string) => {
      const response = await fetch(`${url}/me`, authorization ? { headers: { authorization } } : {})
      return {
        status: response.status,
        body: (await response.json()) as { message?: string; requestContext?: { authorizer?: unknown } },
        asks: response.headers.get('www-authenticate'),
      }
    },
    [Symbol.asyncDispose]: async () => {
      await aws[Symbol.asyncDispose]()
      await identities.stop()
    },
  }
}

const hour = () => Math.floor(Date.now() / 1_000) + 3_600
const good = () => ({ iss: issuer, sub: 'ada', client_id: 'client-1', scope: 'signed.in other', exp: hour() })

test('a token that is right lets its claims through to the function', async () => {
  await using api = await startApi()
  const { status, body } = await api.me(`Bearer ${await api.identities.token(good())}`)
  expect(status).toBe(200)
  expect(body.requestContext?.authorizer).toMatchObject({
    jwt: { claims: { sub: 'ada', client_id: 'client-1' }, scopes: ['signed.in', 'other'] },
  })
})

test('no token, a token of another key, audience, issuer or time, and one without the scope are refused', async () => {
  await using api = await startApi()
  const { token } = api.identities
  const answers = async (text: string) => (await api.me(`Bearer ${text}`)).status
  expect(await api.me()).toMatchObject({ status: 401, body: { message: 'Unauthorized' }, asks: 'Bearer' })
  expect(await answers(await token(good(), (await generateKeyPair('RS256')).privateKey))).toBe(401)
  expect(await answers(await token({ ...good(), client_id: 'client-2' }))).toBe(401)
  expect(await answers(await token({ ...good(), iss: 'https://other' }))).toBe(401)
  expect(await answers(await token({ ...good(), exp: hour() - 7_200 }))).toBe(401)
  expect(await answers('not.a.token')).toBe(401)
  expect(await answers(await token({ ...good(), scope: 'other' }))).toBe(403)
})

test('the API shows what it was made of, and refuses what it is not', async () => {
  await using api = await startApi()
  const { Items } = await api.client.send(new GetApisCommand({}))
  expect(Items).toMatchObject([{ ApiId: api.ApiId, ProtocolType: 'HTTP', CreatedDate: expect.any(Date) }])
  expect((await api.client.send(new GetRoutesCommand({ ApiId: api.ApiId }))).Items).toMatchObject([
    { RouteKey: 'GET /me', AuthorizationScopes: ['signed.in'] },
  ])
  const again = api.client.send(new CreateRouteCommand({ ApiId: api.ApiId, RouteKey: 'GET /me' }))
  await expect(again).rejects.toMatchObject({ name: 'ConflictException' })
  const socket = api.client.send(new CreateApiCommand({ Name: 'b', ProtocolType: 'WEBSOCKET' }))
  await expect(socket).rejects.toThrow(/ProtocolType WEBSOCKET is not there/)
})
