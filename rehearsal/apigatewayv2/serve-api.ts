// The local server of an HTTP API.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AwsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { authorize } from './authorize.ts'
import { chooseRoute } from './choose-route.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import type { HttpApiPorts } from './ports.ts'
import {
  type ApiAnswer,
  type ApiRequest,
  answerOf,
  apiMessage,
  proxyEvent,
  type RequestAbout,
  requestTime,
} from './proxy-event.ts'
import type { HttpApi } from './state.ts'

/** What serving an API needs. */
export interface Serving {
  readonly world: World
  readonly ports: HttpApiPorts
  readonly api: () => HttpApi
}

// 10 MB: "Quotas for configuring and running an HTTP API".
const largest = 10_485_760

const received = async (request: IncomingMessage): Promise<ApiRequest> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const [path = '/', ...query] = (request.url ?? '/').split('?')
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(',')])
  return {
    method: request.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(pieces),
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  }
}

/** Makes the server of an API; it does not listen yet. */
export const serveApi = ({ world, ports, api }: Serving): Server => {
  // `$default` has no part in the path; any other stage begins it.
  const stageOf = (request: ApiRequest) => {
    const { stages } = api()
    const [, first = ''] = request.path.split('/')
    const named = stages.get(first)
    if (named) return { stage: named, request: { ...request, path: request.path.slice(first.length + 1) || '/' } }
    return { stage: stages.get('$default'), request }
  }

  const integrate = async (
    request: ApiRequest,
    about: RequestAbout,
    integrationId: string,
    context: Shape | undefined,
  ): Promise<ApiAnswer> => {
    const integration = api().integrations.get(integrationId)?.given
    const uri = String(integration?.IntegrationUri ?? '')
    if (integration?.IntegrationType !== 'AWS_PROXY' || !uri.includes(':lambda:'))
      return apiMessage(500, 'Internal Server Error')
    const functionArn = /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri
    const { apiId, account, stage, routeKey } = about
    const [method = '', path = ''] = routeKey.split(' ')
    const at = routeKey === '$default' ? '$default' : `${method === 'ANY' ? '*' : method}${path}`
    const source = `arn:aws:execute-api:${world.region}:${account}:${apiId}/${stage}/${at}`
    const over = new AbortController()
    const late = world.clock.sleep(Number(integration.TimeoutInMillis ?? 30_000), over.signal).then(() => undefined)
    try {
      const event = JSON.stringify(proxyEvent(request, about, context))
      const result = await Promise.race([ports.invoke(functionArn, event, source), late])
      if (!result) return apiMessage(503, 'Service Unavailable')
      return result.functionError ? apiMessage(500, 'Internal Server Error') : answerOf(result.payload)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      world.notice({ from: 'apigateway', subject: apiId, says: `${routeKey}: ${error.message}` })
      return apiMessage(500, 'Internal Server Error')
    } finally {
      over.abort()
    }
  }

  const log = (stage: Shape, request: ApiRequest, about: RequestAbout, status: number, length: number) => {
    const { DestinationArn: arn, Format: format } = stage.AccessLogSettings ?? {}
    const group = /:log-group:([^:]+)/.exec(String(arn ?? ''))?.[1]
    if (!group || !format) return
    const values: Readonly<Record<string, string | number>> = {
      requestId: about.requestId,
      'identity.sourceIp': request.sourceIp,
      requestTime: requestTime(about.time),
      requestTimeEpoch: about.time.getTime(),
      httpMethod: request.method,
      path: request.path,
      routeKey: about.routeKey,
      protocol: 'HTTP/1.1',
      status,
      responseLength: length,
      stage: about.stage,
      apiId: about.apiId,
      accountId: about.account,
      domainName: about.domainName,
    }
    const line = String(format).replace(/\$context\.([\w.]+)/g, (_whole, name: string) => String(values[name] ?? '-'))
    ports.log(group, about.apiId, line)
  }

  const respond = async (given: ApiRequest): Promise<ApiAnswer> => {
    const { stage, request } = stageOf(given)
    const cors: Shape | undefined = api().given.CorsConfiguration
    const { origin } = request.headers
    if (!stage) return apiMessage(404, 'Not Found')
    if (request.method === 'OPTIONS' && cors && origin && request.headers['access-control-request-method'])
      return { status: 204, headers: preflightHeaders(cors, origin), body: '' }
    const requestId = world.id()
    const chosen = chooseRoute([...api().routes.values()], request.method, request.path)
    const about: RequestAbout = {
      account: world.account,
      apiId: api().id,
      domainName: api().domainName,
      stage: stage.id,
      requestId,
      routeKey: chosen?.key ?? '-',
      parameters: chosen?.parameters ?? {},
      stageVariables: stage.given.StageVariables,
      time: world.clock.now(),
    }
    const answered = async (): Promise<ApiAnswer> => {
      if (!chosen) return apiMessage(404, 'Not Found')
      if (request.body.length > largest) return apiMessage(413, 'Request Entity Too Large')
      const now = world.clock.now()
      const verdict = await authorize({
        api: api(),
        request,
        about,
        route: chosen.route,
        now,
        ports,
        region: world.region,
      })
      if (!verdict.allowed) {
        const refused = apiMessage(verdict.status, verdict.message)
        return { ...refused, headers: { ...refused.headers, ...verdict.headers } }
      }
      const target = String(chosen.route.given.Target ?? '').replace(/^integrations\//, '')
      return integrate(request, about, target, verdict.context)
    }
    const answer = await answered()
    log(stage.given, request, about, answer.status, Buffer.byteLength(answer.body))
    // With a configuration, the headers of the integration give way.
    const own = Object.entries(answer.headers).filter(([name]) => !cors || !name.startsWith('access-control-'))
    return {
      ...answer,
      headers: { ...Object.fromEntries(own), ...corsHeaders(cors, origin), apigw_requestid: requestId },
    }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = await respond(await received(request))
    response.writeHead(status, headers as Record<string, string | string[]>)
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      world.notice({
        from: 'apigateway',
        subject: api().id,
        says: `a request failed: ${error instanceof Error ? error.stack : error}`,
      })
      response.destroy()
    })
  })
}
