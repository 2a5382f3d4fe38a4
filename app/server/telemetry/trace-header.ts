import { type Context, defaultTextMapGetter, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import type { Propagator } from './telemetry-config.ts'

/** The trace that a request is part of: with a span to be a child of, or the id of a trace that begins here, or neither. */
export type Incoming = { readonly context: Context; readonly traceId?: string | undefined }

/** What the headers of a request say of its trace; W3C is asked first. */
export function incomingOf(headers: Readonly<Record<string, unknown>>, propagators: readonly Propagator[]): Incoming {
  if (propagators.includes('tracecontext')) {
    const context = w3c.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
    if (trace.getSpanContext(context)) return { context }
  }
  const header = headers['x-amzn-trace-id']
  if (!propagators.includes('xray') || typeof header !== 'string') return { context: ROOT_CONTEXT }
  const { traceId, parent } = parseXrayHeader(header)
  return { context: parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT, traceId }
}

const w3c = new W3CTraceContextPropagator()

/**
 * Reads X-Amzn-Trace-Id. A load balancer gives the trace an id and neither makes a span nor decides about sampling.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
 */
export function parseXrayHeader(header: string): { traceId?: string; parent?: SpanContext } {
  const fields = Object.fromEntries(
    header
      .slice(0, 500)
      .split(';')
      .map((field) => field.trim().split('=', 2)),
  )
  const root = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i.exec(fields.Root ?? '')
  if (!root) return {}
  const traceId = `${root[1]}${root[2]}`.toLowerCase()
  const spanId = /^[0-9a-f]{16}$/i.exec(fields.Parent ?? '')?.[0].toLowerCase()
  const sampled = /^[01]$/.exec(fields.Sampled ?? '')?.[0]
  if (spanId === undefined || sampled === undefined) return { traceId }
  return { traceId, parent: { traceId, spanId, traceFlags: Number(sampled), isRemote: true } }
}
