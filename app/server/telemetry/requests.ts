import type { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, type Meter, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import type { Request, RequestHandler, Response } from 'express'
import { http, routes } from '../../contract.ts'
import type { Propagator } from './telemetry-config.ts'
import { incomingOf } from './trace-header.ts'
import type { TraceIds } from './trace-ids.ts'

/** What watching requests takes; `storage` holds the span that the code of a request runs in. */
export type Watching = {
  readonly tracer: Tracer
  readonly meter: Meter
  readonly storage: AsyncLocalStorage<Context>
  readonly ids: TraceIds
  readonly propagators: readonly Propagator[]
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'])
const buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/**
 * A span for each request and how long it took, by route and status. A stream of events is answered when it begins.
 * Probes are measured and not traced: they come every few seconds.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server
 */
export function requestsWatched({ tracer, meter, storage, ids, propagators }: Watching): RequestHandler {
  const durations = meter.createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'How long requests took',
    advice: { explicitBucketBoundaries: buckets },
  })
  const streams = meter.createUpDownCounter('cruddur.event_streams', {
    unit: '{stream}',
    description: 'Streams of events that are open',
  })

  const begun = (request: Request): { span: Span; context: Context } | undefined => {
    if (request.path === http.health || request.path === routes.live) return undefined
    const { context, traceId } = incomingOf(request.headers, propagators)
    if (traceId && !trace.getSpanContext(context)) ids.next(traceId)
    const span = tracer.startSpan(methodOf(request), { kind: SpanKind.SERVER, attributes: asked(request) }, context)
    return { span, context: trace.setSpan(context, span) }
  }

  return (request, response, next) => {
    const started = performance.now()
    const made = begun(request)
    let isAnswered = false
    const answered = (): void => {
      if (isAnswered) return
      isAnswered = true
      const said = answerOf(request, response)
      durations.record((performance.now() - started) / 1000, { 'http.request.method': methodOf(request), ...said })
      if (made) end(made.span, request, said)
    }
    onStream(response, () => {
      answered()
      streams.add(1)
      response.on('close', () => streams.add(-1))
    })
    response.on('close', answered)
    if (made) storage.run(made.context, next)
    else next()
  }
}

const methodOf = ({ method }: Request): string => (methods.has(method) ? method : '_OTHER')

/** What is known of a request when it comes. Its query is not: it has what people search for. */
const asked = (request: Request) => ({
  'http.request.method': methodOf(request),
  'url.path': request.path,
  'url.scheme': request.protocol,
  'network.protocol.version': request.httpVersion,
  'user_agent.original': request.get('user-agent')?.slice(0, 200),
})

/** What is known when it was answered: few different values, since each makes another series of numbers. */
function answerOf(request: Request, response: Response) {
  const route = request.route?.path as string | undefined
  const isCutOff = !response.writableFinished && !isStream(response)
  const { statusCode } = response
  const error = isCutOff ? 'client_left' : statusCode >= 500 ? String(statusCode) : undefined
  return {
    ...(typeof route === 'string' && { 'http.route': route }),
    ...(response.headersSent && { 'http.response.status_code': statusCode }),
    ...(error && { 'error.type': error }),
  }
}

function end(span: Span, request: Request, said: ReturnType<typeof answerOf>): void {
  const route = said['http.route']
  if (route) span.updateName(`${methodOf(request)} ${route}`)
  span.setAttributes(said)
  if ((said['http.response.status_code'] ?? 0) >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

const isStream = (response: Response): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream')

/** Calls when the head of a stream is sent; nothing of Node tells of that. */
function onStream(response: Response, call: () => void): void {
  const { writeHead } = response
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    const result = writeHead.apply(response, given)
    if (isStream(response)) call()
    return result
  }) as typeof writeHead
}
