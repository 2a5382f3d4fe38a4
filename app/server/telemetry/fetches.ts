import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'

/** What watching takes; `active` is the span that the asking code runs in. */
export type Watching = { readonly tracer: Tracer; readonly active: () => Context | undefined }

type Fetch = { readonly origin: string; readonly method: string; readonly path: string }
type Told = { readonly request: Fetch; readonly response?: { readonly statusCode: number }; readonly error?: Error }

/**
 * A span for each request that this process sends with `fetch`. Gives how to end that.
 * https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
 */
export function fetchesWatched({ tracer, active }: Watching): () => void {
  const spans = new WeakMap<Fetch, Span>()
  const on: Readonly<Record<string, (told: Told) => void>> = {
    'undici:request:create'({ request }) {
      const context = active()
      if (!context || !trace.getSpan(context)?.isRecording()) return
      const { hostname, port, protocol } = new URL(request.origin)
      const attributes = {
        'http.request.method': request.method,
        'server.address': hostname,
        'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
        // Without its query.
        'url.full': request.origin + request.path.replace(/\?.*/s, ''),
      }
      spans.set(request, tracer.startSpan(request.method, { kind: SpanKind.CLIENT, attributes }, context))
    },
    'undici:request:headers'({ request, response }) {
      const status = response?.statusCode ?? 0
      const span = spans.get(request)?.setAttribute('http.response.status_code', status)
      if (status >= 400) span?.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR })
    },
    'undici:request:trailers': ({ request }) => spans.get(request)?.end(),
    'undici:request:error'({ request, error }) {
      const span = spans.get(request)?.setAttribute('error.type', error?.name ?? 'error')
      span?.setStatus({ code: SpanStatusCode.ERROR }).end()
    },
  }
  const listeners = Object.entries(on).map(([name, call]) => ({ name, call: (told: unknown) => call(told as Told) }))
  for (const { name, call } of listeners) subscribe(name, call)
  return () => {
    for (const { name, call } of listeners) unsubscribe(name, call)
  }
}
