import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { type Context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { masked } from '../mask.ts'
import { settledWithin } from '../settled-within.ts'
import { awsCallsWatched } from './aws-calls.ts'
import { metricExporter, type OnDelivery, traceExporter } from './exporters.ts'
import { fetchesWatched } from './fetches.ts'
import { poolMeasured, processMeasured } from './numbers.ts'
import { requestsWatched } from './requests.ts'
import { samplerOf, xraySampler } from './sampler.ts'
import { statementsWatched } from './statements.ts'
import type { Telemetry } from './telemetry.ts'
import type { TelemetryConfig } from './telemetry-config.ts'
import { randomHex, traceIds } from './trace-ids.ts'
import { xrayExporter } from './xray-exporter.ts'

/** What starting takes: what to do, what is running, where its database is, and who is told when nothing arrives. */
export type Given = {
  readonly config: TelemetryConfig
  readonly release: string
  readonly database: { readonly host: string; readonly port: number; readonly database: string }
  readonly onDelivery: (what: 'traces' | 'metrics') => OnDelivery
}

/**
 * Traces and measures this process. Nothing of OpenTelemetry is loaded but by importing this file, and nothing is
 * global: what is not handed over is not watched.
 */
export function startTelemetry({ config, release, database, onDelivery }: Given): Telemetry {
  const resource = resourceOf(config.service, release)
  const ids = traceIds({ now: Date.now, random: randomHex })
  const traces = tracesOf(config, { resource, ids, onDelivery: onDelivery('traces') })
  const metrics = metricsOf(config, { resource, onDelivery: onDelivery('metrics') })
  const [tracer, meter] = [traces.getTracer('cruddur', release), metrics.getMeter('cruddur', release)]
  const storage = new AsyncLocalStorage<Context>()
  const active = (): Context | undefined => storage.getStore()
  const span = () => trace.getSpan(active() ?? ROOT_CONTEXT)
  const stopFetches = fetchesWatched({ tracer, active })
  const stopProcess = processMeasured(meter)
  return {
    requests: requestsWatched({ tracer, meter, storage, ids, propagators: config.propagators }),
    statement: statementsWatched({ tracer, meter, active, at: database }),
    aws: awsCallsWatched({ tracer, active }),
    pool: (pool) => poolMeasured(meter, pool),
    spanIds() {
      const made = span()?.spanContext()
      return made && { trace_id: made.traceId, span_id: made.spanId }
    },
    failed(error) {
      if (!(error instanceof Error)) return
      span()?.recordException({ name: error.name, message: masked(error.message), stack: masked(error.stack ?? '') })
    },
    async stop() {
      stopFetches()
      stopProcess()
      // A collector that does not answer must not keep the process from stopping.
      await settledWithin([traces.shutdown(), metrics.shutdown()], patience)
    },
  }
}

/** Milliseconds that what is still here has to be sent: with the deadline of the requests, less than a container has. */
const patience = 3_000

const resourceOf = (service: string, release: string): Resource =>
  defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': service,
        'service.version': release,
        'service.instance.id': randomUUID(),
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }))

type Traced = { resource: Resource; ids: ReturnType<typeof traceIds>; onDelivery: OnDelivery }

/** At most 2048 spans wait to be sent, the SDK's own bound; what is more is dropped. */
function tracesOf(config: TelemetryConfig, { resource, ids, onDelivery }: Traced): TracerProvider {
  const { traces, daemon, sampler, service, tracesEvery: scheduledDelayMillis } = config
  const exporters = [
    ...(traces ? [traceExporter(traces, onDelivery)] : []),
    ...(daemon ? [xrayExporter(daemon, service)] : []),
  ]
  const usual = traces ? samplerOf(everything) : xraySampler(Date.now)
  return new TracerProvider({
    resource,
    idGenerator: ids,
    sampler: exporters.length === 0 ? samplerOf(nothing) : sampler ? samplerOf(sampler) : usual,
    spanProcessors: exporters.map((exporter) => new BatchSpanProcessor({ exporter, scheduledDelayMillis })),
  })
}

const nothing = { name: 'always_off', ratio: 0 } as const
const everything = { name: 'parentbased_always_on', ratio: 1 } as const

function metricsOf(config: TelemetryConfig, { resource, onDelivery }: Omit<Traced, 'ids'>): MeterProvider {
  const { metrics, metricsEvery: exportIntervalMillis } = config
  const exportTimeoutMillis = Math.min(exportIntervalMillis, 30_000)
  const readers = metrics
    ? [
        new PeriodicExportingMetricReader({
          exporter: metricExporter(metrics, onDelivery),
          exportIntervalMillis,
          exportTimeoutMillis,
        }),
      ]
    : []
  return new MeterProvider({ resource, readers })
}
