import { expect, test } from 'vitest'
import { functionOf, startFunctions } from './start-functions.ts'

const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] })
const ApiId = { Ref: 'Api' }

const route = (id: string, RouteKey: string, more: object = {}) => ({
  [id]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId, RouteKey, Target: { 'Fn::Sub': 'integrations/${Integration}' }, ...more },
  },
})

const mayCall = (id: string) => ({
  [`${id}MayCall`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: id },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' },
    },
  },
})

const answer = `export const handler = async (event) =>
  event.rawPath === '/plain' ? { hello: 'you' }
  : event.rawPath === '/fails' ? Promise.reject(new Error('no'))
  : { statusCode: 201, headers: { 'X-Own': '1', 'access-control-allow-origin': 'nobody' }, cookies: ['a=1', 'b=2'], body: JSON.stringify(event) }`

const check = `let calls = 0
export const handler = async ({ identitySource, routeArn }) => { calls++; return { isAuthorized: identitySource[0] === 'let-me-in', context: { calls, routeArn } } }`

const stack: Readonly<Record<string, object>> = {
  Answer: functionOf('answer', { FunctionName: 'answer' }),
  Check: functionOf('check', { FunctionName: 'check' }),
  ...mayCall('Answer'),
  ...mayCall('Check'),
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'api',
      ProtocolType: 'HTTP',
      CorsConfiguration: {
        AllowOrigins: ['https://app.test'],
        AllowMethods: ['POST'],
        AllowHeaders: ['authorization'],
        MaxAge: 300,
      },
    },
  },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName: '$default', AutoDeploy: true } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: att('Answer', 'Arn'),
      PayloadFormatVersion: '2.0',
    },
  },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId,
      Name: 'check',
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 60,
      AuthorizerUri: {
        'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Check.Arn}/invocations',
      },
    },
  },
  ...route('Items', 'POST /items/{id}'),
  ...route('Plain', 'GET /plain'),
  ...route('Fails', 'GET /fails'),
  ...route('Secret', 'GET /secret', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
}

const start = async () => {
  const local = await startFunctions({ answer, check })
  const { status, outputs } = await local.deploy(stack, {
    endpoint: att('Api', 'ApiEndpoint'),
    role: att('Role', 'Arn'),
  })
  expect(status).toBe('CREATE_COMPLETE')
  return {
    ...local,
    endpoint: outputs.endpoint ?? '',
    url: local.functions.httpApis.urlOf(outputs.endpoint ?? '') ?? '',
  }
}

test('a function gets the request in format 2.0 and gives the whole answer, or just a body', async () => {
  await using local = await start()
  const response = await fetch(`${local.url}/items/a%20b?x=1&x=2`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'one=1; two=2' },
    body: '{"n":1}',
  })
  expect(response.status).toBe(201)
  expect(response.headers.get('x-own')).toBe('1')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(await response.json()).toMatchObject({
    version: '2.0',
    routeKey: 'POST /items/{id}',
    rawPath: '/items/a%20b',
    rawQueryString: 'x=1&x=2',
    cookies: ['one=1', 'two=2'],
    queryStringParameters: { x: '1,2' },
    pathParameters: { id: 'a b' },
    requestContext: { stage: '$default', http: { method: 'POST' }, domainName: new URL(local.endpoint).host },
    body: '{"n":1}',
    isBase64Encoded: false,
  })
  const plain = await fetch(`${local.url}/plain`)
  expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
    200,
    'application/json',
    '{"hello":"you"}',
  ])
  expect((await fetch(`${local.url}/fails`)).status).toBe(500)
  expect(await (await fetch(`${local.url}/nowhere`)).json()).toEqual({ message: 'Not Found' })
})

test('an authorizer is asked once per identity, and not at all without one', async () => {
  await using local = await start()
  const secret = async (authorization?: string) => {
    const response = await fetch(`${local.url}/secret`, authorization ? { headers: { authorization } } : {})
    return { status: response.status, body: (await response.json()) as { requestContext?: { authorizer?: unknown } } }
  }
  expect((await secret()).status).toBe(401)
  expect((await secret('wrong')).status).toBe(403)
  await secret('let-me-in')
  const { status, body } = await secret('let-me-in')
  expect(status).toBe(201)
  expect(body.requestContext?.authorizer).toMatchObject({
    lambda: {
      calls: 2,
      routeArn: expect.stringMatching(/^arn:aws:execute-api:eu-west-1:111111111111:\w{10}\/\$default\/GET\/secret$/),
    },
  })
})

test('requests from other origins are answered by the configuration of the API alone', async () => {
  await using local = await start()
  const preflight = (origin: string) =>
    fetch(`${local.url}/items/1`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
  const allowed = await preflight('https://app.test')
  expect(allowed.status).toBe(204)
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.test',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization',
    'access-control-max-age': '300',
  })
  expect((await preflight('https://evil.test')).headers.get('access-control-allow-origin')).toBeNull()
  const real = await fetch(`${local.url}/items/1`, { method: 'POST', headers: { origin: 'https://app.test' } })
  expect(real.headers.get('access-control-allow-origin')).toBe('https://app.test')
})

test('an API whose function does not let it gets nothing but an error', async () => {
  await using local = await start()
  const { AnswerMayCall: _permission, ...rest } = stack
  expect((await local.update(rest)).status).toBe('UPDATE_COMPLETE')
  expect((await fetch(`${local.url}/plain`)).status).toBe(500)
  expect((await local.remove()).status).toBe('DELETE_COMPLETE')
  await expect(fetch(`${local.url}/plain`)).rejects.toThrow()
})
