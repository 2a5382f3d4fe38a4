import { aliasesIn, type Delivery, type Environment, type Func, pascal, type Request, type Stack, stack } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { type Api, type Authorizer, authorizerOf } from './authorizers.ts'
import { type HttpApiExports, type Layers, present } from './layers.ts'
import { logGroup } from './log-group.ts'
import { prefixOf, tagsOf } from './names.ts'

interface Route {
  readonly func: Func
  readonly request: Request
}

/** The requests that start functions of a delivery. */
export const routesOf = (d: Delivery): readonly Route[] =>
  d.functions.flatMap((func) =>
    func.on.flatMap((source) => (source.event === 'request' ? [{ func, request: source }] : [])),
  )

/** The HTTP API in front of functions. Who must have signed in is checked before a function runs. */
export const httpApi = (d: Delivery, e: Environment, layers: Layers): Stack<HttpApiExports> => {
  const routes = routesOf(d)
  const called = [...new Set(routes.map(({ func }) => present(layers.functions?.get(func), `function ${func.name}`)))]
  const by = [...new Set(routes.flatMap(({ request }) => request.by ?? []))]
  const asked = by.map(
    (each): Stack =>
      each.kind === 'identity'
        ? present(layers.identity, 'the identity')
        : present(layers.functions?.get(each), `function ${each.name}`),
  )
  const before: readonly Stack[] = [...called, ...asked]
  const needs = Object.fromEntries(before.map((each) => [each.id, each]))
  return stack({ delivery: d.name, environment: e, id: 'http-api', needs }, () => {
    const origins = [...new Set(d.sites.flatMap((site) => aliasesIn(site, e).map((alias) => `https://${alias}`)))]
    const api = resource('Api', 'AWS::ApiGatewayV2::Api', {
      Name: prefixOf(d, e),
      ProtocolType: 'HTTP',
      ...(origins.length > 0 && {
        CorsConfiguration: {
          AllowOrigins: origins,
          AllowMethods: [...new Set(routes.map(({ request }) => request.method))],
          AllowHeaders: ['authorization', 'content-type'],
          MaxAge: 3000,
        },
      }),
    })
    const authorizers: Around['authorizers'] = new Map(by.map((each) => [each, authorizerOf(each, api, layers)]))
    const resources: readonly AnyResource[] = [
      api,
      ...[...authorizers.values()].flatMap(({ resources }) => resources),
      ...routes.flatMap((route) => routeOf(route, { api, authorizers, layers })),
      ...stageOf(api),
    ]
    return {
      template: template({
        description: `${d.name} ${e.name}: the HTTP API in front of functions`,
        resources,
        tags: tagsOf(d, e),
      }),
      exports: { apiId: api.ref, endpoint: api.att('ApiEndpoint') },
    }
  })
}

interface Around {
  readonly api: Api
  readonly authorizers: ReadonlyMap<Request['by'], Authorizer>
  readonly layers: Layers
}

const routeOf = ({ func, request }: Route, { api, authorizers, layers }: Around): readonly AnyResource[] => {
  const called = present(layers.functions?.get(func), `function ${func.name}`).exports
  const id = pascal(`${request.method.toLowerCase()} ${request.path}`)
  const authorizer = request.by && authorizers.get(request.by)
  const integration = resource(`${id}Integration`, 'AWS::ApiGatewayV2::Integration', {
    ApiId: api.ref,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: called.functionArn,
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: Math.min(func.timeoutSeconds * 1000, 30_000),
  })
  const route = resource(`${id}Route`, 'AWS::ApiGatewayV2::Route', {
    ApiId: api.ref,
    RouteKey: `${request.method} ${request.path}`,
    Target: sub`integrations/${integration.ref}`,
    ...(authorizer?.onRoute ?? { AuthorizationType: 'NONE' }),
  })
  const permission = resource(`${id}MayCall`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: called.functionName,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub`arn:${pseudo.partition}:execute-api:${pseudo.region}:${pseudo.account}:${api.ref}/*/${request.method}${request.path.replace(/\{[^}]*\}/g, '*')}`,
  })
  return [integration, route, permission]
}

const logged = [
  'requestId',
  'ip:identity.sourceIp',
  'time:requestTime',
  'method:httpMethod',
  'route:routeKey',
  'status',
  'error:integrationErrorMessage',
]

const stageOf = (api: Api): readonly AnyResource[] => {
  const logs = logGroup('AccessLogs')
  const format = Object.fromEntries(
    logged.map((each) => each.split(':')).map(([key, from]) => [key, `$context.${from ?? key}`]),
  )
  const stage = resource('Stage', 'AWS::ApiGatewayV2::Stage', {
    ApiId: api.ref,
    StageName: '$default',
    AutoDeploy: true,
    AccessLogSettings: { DestinationArn: logs.att('Arn'), Format: JSON.stringify(format) },
    // Whoever floods the API exhausts it, and not every other function of the account.
    DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 },
  })
  return [logs, stage]
}
