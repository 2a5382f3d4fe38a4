import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** A request that was received. */
export type Received = {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** A real server that is sent things, and keeps them. What it answers can change. */
export type Collector = {
  readonly url: string
  readonly received: Received[]
  answer: (response: ServerResponse) => void
  /** The first of what `look` gives that is there, once it is. */
  first<T>(look: (received: readonly Received[]) => T | undefined): Promise<T>
  close(): Promise<void>
}

/** Starts one that takes everything. */
export async function startCollector(): Promise<Collector> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const sent = Buffer.concat(chunks)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    received.push({ path: request.url ?? '', headers: request.headers, body })
    collector.answer(response)
    for (const look of waiting) look()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (response) => void response.setHeader('Content-Type', 'application/json').end('{}'),
    first: (look) =>
      new Promise((resolve) => {
        const again = (): void => {
          const found = look(received)
          if (found === undefined) return
          waiting.delete(again)
          resolve(found)
        }
        waiting.add(again)
        again()
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return collector
}

/** What is written beside a span or a number. */
export type Said = Readonly<Record<string, unknown>>

/** A span as it arrived. */
export type Span = {
  readonly name: string
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly status: { readonly code?: number }
  readonly events: readonly { readonly name: string; readonly said: Said }[]
  readonly said: Said
  readonly resource: Said
}

/** The spans that were sent as OTLP in JSON. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function spansOf(received: readonly Received[]): Span[] {
  return bodiesOf(received, '/v1/traces').flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) =>
        spans.map(({ attributes, events = [], ...span }) => ({
          ...(span as unknown as Span),
          said: saidOf(attributes),
          events: events.map(({ name, attributes }) => ({ name, said: saidOf(attributes) })),
          resource: saidOf(resource.attributes),
        })),
      ),
    ),
  )
}

/** A series of numbers as it arrived: its last value, or its count. */
export type Series = { readonly name: string; readonly said: Said; readonly value: number }

/** The metrics that were sent as OTLP in JSON, the newest first. */
export function seriesOf(received: readonly Received[]): Series[] {
  return bodiesOf(received, '/v1/metrics')
    .reverse()
    .flatMap(({ resourceMetrics }) =>
      resourceMetrics.flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) =>
          metrics.flatMap(({ name, sum, gauge, histogram }) =>
            (sum ?? gauge ?? histogram ?? { dataPoints: [] }).dataPoints.map((point) => ({
              name,
              said: saidOf(point.attributes),
              value: Number(point.asInt ?? point.asDouble ?? point.count),
            })),
          ),
        ),
      ),
    )
}

type Attribute = { key: string; value: Record<string, unknown> }
type Point = { attributes: Attribute[]; asInt?: string; asDouble?: number; count?: string }
type Points = { dataPoints: Point[] }
type Body = {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: { spans: { attributes: Attribute[]; events?: { name: string; attributes: Attribute[] }[] }[] }[]
  }[]
  resourceMetrics: {
    scopeMetrics: { metrics: { name: string; sum?: Points; gauge?: Points; histogram?: Points }[] }[]
  }[]
}

const bodiesOf = (received: readonly Received[], path: string): Body[] =>
  received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body.toString()))

const saidOf = (attributes: readonly Attribute[] = []): Said =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plainOf(value)]))

function plainOf(value: Record<string, unknown>): unknown {
  if (value.intValue !== undefined) return Number(value.intValue)
  const { values } = (value.arrayValue ?? {}) as { values?: Record<string, unknown>[] }
  return values ? values.map(plainOf) : Object.values(value)[0]
}
