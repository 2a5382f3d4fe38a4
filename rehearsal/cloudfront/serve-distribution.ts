// The local server of a distribution: files from buckets, API paths from load balancers. Nothing is cached.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { forwardRequest } from '../elbv2/forward-request.ts'
import { forwardUpgrade } from '../elbv2/forward-upgrade.ts'
import { endToEnd, type Headers } from '../elbv2/forwarded-headers.ts'
import type { Shape } from '../service.ts'
import { behaviorOf, methodsOf, originOf, passingOf } from './behavior.ts'
import { bucketAllows } from './bucket-access.ts'
import type { CloudFrontPorts } from './ports.ts'
import { withPolicy } from './response-headers.ts'
import { queryOf, runFunction, viewerRequest } from './run-function.ts'
import type { CloudFrontState, Distribution } from './state.ts'

/** What a distribution's server works with. */
export interface Edge {
  readonly state: CloudFrontState
  readonly ports: CloudFrontPorts
  readonly distribution: () => Distribution
  /** Told what a person should know: a function that failed. */
  readonly says: (text: string) => void
}

interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly behavior: Shape
  /** The status of a page that stands in the place of an error. */
  readonly status?: number
}

const bucketOf = (domainName: string): string | undefined => /^(.+?)\.s3[.-]/.exec(domainName)?.[1]

const sent = (headers: Headers): Headers => ({
  ...headers,
  'X-Cache': 'Miss from cloudfront',
  Via: '1.1 local.cloudfront.net (CloudFront)',
})

/** Makes the server of a distribution; it does not listen yet. */
export const serveDistribution = ({ state, ports, distribution, says }: Edge): Server => {
  const reply = (
    { request, response, behavior }: Visit,
    status: number,
    given: { headers: Headers; body: Uint8Array | string },
  ) => {
    const headers = sent(
      withPolicy(
        { ...given.headers, 'Content-Length': String(Buffer.byteLength(given.body)) },
        behavior.ResponseHeadersPolicyId,
        state.policies,
      ),
    )
    response.writeHead(status, headers)
    response.end(request.method === 'HEAD' ? undefined : given.body)
  }
  const refuse = (visit: Visit, status: number, why: string) =>
    reply(visit, status, {
      headers: { 'Content-Type': 'text/html', Server: 'CloudFront' },
      body: `<html><body><h1>${status} ERROR</h1><p>${why}</p></body></html>\n`,
    })

  // CustomErrorResponses replace an error, whichever origin it came from, by a page of the distribution.
  const errorPage = (status: number): Shape | undefined =>
    ((distribution().config.CustomErrorResponses ?? []) as Shape[]).find(
      ({ ErrorCode, ResponsePagePath }) => Number(ErrorCode) === status && ResponsePagePath,
    )

  const fromBucket = async (visit: Visit, origin: Shape, path: string): Promise<void> => {
    const bucket = bucketOf(origin.DomainName) ?? ''
    const root =
      path === '/' && distribution().config.DefaultRootObject ? `/${distribution().config.DefaultRootObject}` : path
    const key = decodeURIComponent(`${origin.OriginPath ?? ''}${root}`).replace(/^\//, '')
    const policy = ports.objects.policy(bucket)
    const may = (action: string) => bucketAllows(policy, action, distribution().arn)
    const object = may('s3:GetObject') ? await ports.objects.get(bucket, key) : undefined
    if (!object) {
      const [status, code] = may('s3:GetObject') && may('s3:ListBucket') ? [404, 'NoSuchKey'] : [403, 'AccessDenied']
      const page = errorPage(status)
      if (page && page.ResponsePagePath !== path) return showErrorPage(visit, page, status)
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`
      return reply(visit, status, { headers: { 'Content-Type': 'application/xml' }, body })
    }
    const headers: Headers = { ...object.headers, ETag: object.etag }
    if (!visit.status && visit.request.headers['if-none-match'] === object.etag) {
      visit.response.writeHead(304, sent(withPolicy(headers, visit.behavior.ResponseHeadersPolicyId, state.policies)))
      visit.response.end()
      return
    }
    reply(visit, visit.status ?? 200, { headers, body: object.body })
  }

  const showErrorPage = (visit: Visit, page: Shape, status: number): Promise<void> => {
    const behavior = behaviorOf(distribution().config, page.ResponsePagePath)
    const origin = originOf(distribution().config, behavior)
    const shown = Number(page.ResponseCode ?? status)
    return origin && bucketOf(origin.DomainName)
      ? fromBucket({ ...visit, behavior, status: shown }, origin, page.ResponsePagePath)
      : Promise.resolve(refuse(visit, status, 'the error page has no bucket origin'))
  }

  const customHeaders = (origin: Shape): Headers =>
    Object.fromEntries(
      ((origin.OriginCustomHeaders ?? []) as Shape[]).map(({ HeaderName, HeaderValue }) => [HeaderName, HeaderValue]),
    )

  const passedOn = (request: IncomingMessage, behavior: Shape, origin: Shape): Headers => {
    const kind = passingOf(behavior)
    const all = endToEnd(request.rawHeaders)
    const dropped =
      kind === 'nothing' ? /^(host|authorization|cookie|referer|origin|accept|accept-language|user-agent)$/i : /^host$/i
    const kept =
      kind === 'everything' ? all : Object.fromEntries(Object.entries(all).filter(([name]) => !dropped.test(name)))
    const client = (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
    const before = request.headers['x-forwarded-for']
    return {
      ...kept,
      ...(kind !== 'everything' && { Host: origin.DomainName }),
      ...(kind === 'nothing' && { 'User-Agent': 'Amazon CloudFront' }),
      'X-Forwarded-For': before ? `${before}, ${client}` : client,
      Via: '1.1 local.cloudfront.net (CloudFront)',
      ...customHeaders(origin),
    }
  }

  const originUrl = (origin: Shape): URL | undefined => {
    const { OriginProtocolPolicy: policy, HTTPPort = 80, HTTPSPort = 443 } = origin.CustomOriginConfig ?? {}
    const url = ports.resolveOrigin(origin.DomainName, Number(policy === 'http-only' ? HTTPPort : HTTPSPort))
    return url === undefined ? undefined : new URL(url)
  }

  const fromCustom = (visit: Visit, origin: Shape, path: string, query: string) => {
    const url = originUrl(origin)
    if (!url) return refuse(visit, 502, `CloudFront wasn't able to resolve the origin domain name ${origin.DomainName}`)
    const { request, response, behavior } = visit
    request.url = `${origin.OriginPath ?? ''}${path}${query && passingOf(behavior) !== 'nothing' ? `?${query}` : ''}`
    forwardRequest({
      request,
      response,
      headers: passedOn(request, behavior, origin),
      host: url.hostname,
      port: Number(url.port),
      agent: distribution().agent,
      idle: Number(origin.CustomOriginConfig?.OriginReadTimeout ?? 30) * 1_000,
      answered: () => {},
      amend: (headers) => sent(withPolicy(headers, behavior.ResponseHeadersPolicyId, state.policies)),
      takes: (status) => {
        const page = errorPage(status)
        if (page) void showErrorPage(visit, page, status)
        return page !== undefined
      },
    })
  }

  // What a viewer-request function made of the request: another path and query, or an answer of its own.
  const atTheEdge = async (request: IncomingMessage, behavior: Shape): Promise<Shape> => {
    const association = ((behavior.FunctionAssociations ?? []) as Shape[]).find(
      ({ EventType }) => EventType === 'viewer-request',
    )
    const edgeFunction = association && state.functions.get(association.FunctionARN)
    const event = viewerRequest(request, distribution())
    return edgeFunction ? runFunction(edgeFunction.code, event) : event.request
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { config } = distribution()
    const [requested = '/', asked = ''] = (request.url ?? '/').split('?', 2)
    const behavior = behaviorOf(config, requested)
    const visit: Visit = { request, response, behavior }
    if (!methodsOf(behavior).includes(request.method ?? '')) {
      return refuse(
        visit,
        403,
        'This distribution is not configured to allow the HTTP request method that was used for this request.',
      )
    }
    let after: Shape
    try {
      after = await atTheEdge(request, behavior)
    } catch (error) {
      says(`the viewer-request function failed: ${error instanceof Error ? error.message : error}`)
      return refuse(
        visit,
        503,
        'The CloudFront function associated with the CloudFront distribution is invalid or could not run.',
      )
    }
    if (after.statusCode) {
      const headers = Object.fromEntries(
        Object.entries((after.headers ?? {}) as Shape).map(([name, { value }]) => [name, String(value)]),
      )
      return reply(visit, after.statusCode, { headers, body: after.body?.data ?? after.body ?? '' })
    }
    const origin = originOf(config, behavior)
    if (!origin) return refuse(visit, 502, `origin "${behavior.TargetOriginId}" is not defined`)
    const query = after.uri === requested && queryOf(after.querystring) === asked ? asked : queryOf(after.querystring)
    if (bucketOf(origin.DomainName)) return fromBucket(visit, origin, after.uri)
    fromCustom(visit, origin, after.uri, query)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      says(`a request failed: ${error instanceof Error ? error.message : error}`)
      response.destroy()
    })
  })
  server.on('upgrade', (request, client, early) => {
    const behavior = behaviorOf(distribution().config, (request.url ?? '/').split('?')[0] ?? '/')
    const origin = originOf(distribution().config, behavior)
    const url = origin && originUrl(origin)
    if (!url || !origin)
      return void client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    const headers = passedOn(request, behavior, origin)
    forwardUpgrade({ request, client, early, headers, host: url.hostname, port: Number(url.port), answered: () => {} })
  })
  server.keepAliveTimeout = 3_600_000
  server.requestTimeout = 0
  return server
}
