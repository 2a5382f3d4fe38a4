import { type Attributes, SpanKind } from '@opentelemetry/api'
import { hrTimeToMilliseconds } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

/**
 * A span as X-Ray has them: what this service was asked is a segment, what it asked others a subsegment sent by itself.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export function segmentOf(span: ReadableSpan, service: string) {
  const { traceId, spanId } = span.spanContext()
  const isSegment = span.kind === SpanKind.SERVER
  const said = span.attributes
  const status = numberOf(said['http.response.status_code'])
  const parent = span.parentSpanContext?.spanId
  return {
    name: nameOf(isSegment ? service : calledOf(span)),
    id: spanId,
    trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
    ...(parent && { parent_id: parent }),
    start_time: hrTimeToMilliseconds(span.startTime) / 1000,
    end_time: hrTimeToMilliseconds(span.endTime) / 1000,
    ...(isSegment ? {} : { type: 'subsegment', namespace: said['rpc.system'] === 'aws-api' ? 'aws' : 'remote' }),
    ...blameOf(status, said['error.type']),
    ...httpOf(said, status),
    ...awsOf(said),
    ...(said['db.query.text'] !== undefined && {
      sql: { database_type: 'PostgreSQL', sanitized_query: said['db.query.text'] },
    }),
    ...(said['http.route'] !== undefined && { annotations: { route: said['http.route'] } }),
  }
}

/** Whom a subsegment asked: each name is a place of its own on the map. */
const calledOf = ({ attributes: said, name }: ReadableSpan): string =>
  String(
    said['rpc.service'] ??
      (said['db.namespace'] ? `${said['db.namespace']}@${said['server.address']}` : undefined) ??
      said['server.address'] ??
      name,
  )

/** Names are of few characters. */
const nameOf = (text: string): string => text.replace(/[^\p{L}\p{N}\s_.:/%&#=+\\\-@]/gu, '').slice(0, 200)

/** Whose fault it was: `error` is that of who asked, `fault` that of who was asked. */
function blameOf(status: number | undefined, error: unknown) {
  if (status === 429) return { error: true, throttle: true }
  if (error === 'client_left' || (status !== undefined && status >= 400 && status < 500)) return { error: true }
  return error === undefined && (status ?? 0) < 500 ? {} : { fault: true }
}

function httpOf(said: Attributes, status: number | undefined) {
  const method = said['http.request.method']
  if (method === undefined) return {}
  return {
    http: {
      request: { method, url: said['url.full'] ?? said['url.path'], user_agent: said['user_agent.original'] },
      ...(status !== undefined && { response: { status } }),
    },
  }
}

function awsOf(said: Attributes) {
  if (said['rpc.system'] !== 'aws-api') return {}
  const tables = said['aws.dynamodb.table_names'] as readonly string[] | undefined
  return {
    aws: {
      operation: said['rpc.method'],
      request_id: said['aws.request_id'],
      ...(tables?.[0] && { table_name: tables[0] }),
    },
  }
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
