import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Protocol } from './telemetry-config.ts'

/** Told when what should be sent could not be, and when it can be again. */
export type OnDelivery = (reason: string | undefined) => void

/**
 * Sends traces over OTLP: where to, with which headers, how compressed and how long at most is read of the environment.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export const traceExporter = (protocol: Protocol, onDelivery: OnDelivery): SpanExporter =>
  told(protocol === 'http/json' ? new JsonTraces() : new ProtobufTraces(), onDelivery)

/** Sends metrics over OTLP. */
export const metricExporter = (protocol: Protocol, onDelivery: OnDelivery): PushMetricExporter =>
  told(protocol === 'http/json' ? new JsonMetrics() : new ProtobufMetrics(), onDelivery)

type Exporter<T> = { export(items: T, done: (result: ExportResult) => void): void }

/** Tells of each change between what arrives and what does not. */
function told<T, E extends Exporter<T>>(exporter: E, onDelivery: OnDelivery): E {
  const send = exporter.export.bind(exporter)
  let isLost = false
  exporter.export = (items, done) =>
    send(items, (result) => {
      const fails = result.code !== ExportResultCode.SUCCESS
      if (fails !== isLost) onDelivery(fails ? (result.error?.message ?? 'no reason given') : undefined)
      isLost = fails
      done(result)
    })
  return exporter
}
