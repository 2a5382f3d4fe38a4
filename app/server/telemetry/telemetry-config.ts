import { z } from 'zod'

/** How spans and metrics are written on the way to a collector. */
export type Protocol = 'http/protobuf' | 'http/json'

/** Where the X-Ray daemon listens. */
export type DaemonAddress = { readonly host: string; readonly port: number }

/** What is traced and measured, and where that goes. The addresses, headers and limits of OTLP the exporters read themselves. */
export type TelemetryConfig = {
  readonly service: string
  /** How traces are sent over OTLP; undefined when they are not. */
  readonly traces: Protocol | undefined
  readonly metrics: Protocol | undefined
  readonly daemon: DaemonAddress | undefined
  readonly sampler: { readonly name: SamplerName; readonly ratio: number } | undefined
  /** Which headers of a request say what trace it is part of. */
  readonly propagators: readonly Propagator[]
  /** Milliseconds between two exports of metrics, and the most between the end of a span and its export. */
  readonly metricsEvery: number
  readonly tracesEvery: number
}

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */
const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const
const propagators = ['tracecontext', 'xray', 'baggage'] as const

/** The samplers that the standard names. */
export type SamplerName = (typeof samplers)[number]

/** The formats of trace headers that are understood. Nothing here uses baggage: it is named for those who set it. */
export type Propagator = (typeof propagators)[number]

const protocols = ['http/protobuf', 'http/json'] as const
const protocol = z.enum(
  protocols,
  'must be http/protobuf or http/json; for a collector that has gRPC on port 4317, set http/protobuf and its port 4318',
)
const address = z.url({ protocol: /^https?$/, error: 'must be an address, like https://api.honeycomb.io' })
const exporter = z.enum(['otlp', 'none'], 'must be otlp or none')
const ratio = 'must be a number from 0 to 1, like 0.05'
const every = 'must be a whole number of milliseconds, like 5000'
const pairs = 'must be key=value pairs parted by commas, like deployment.environment.name=production'
const headers = z
  .string()
  .regex(
    /^\s*[^=,\s]+\s*=[^,]*(,\s*[^=,\s]+\s*=[^,]*)*$/,
    'must be name=value pairs parted by commas, like x-honeycomb-team=key',
  )
  .optional()
const milliseconds = z.coerce.number(every).int(every).min(1, every)

const daemonSchema = z
  .string()
  // The form with a protocol for each of two addresses is that of the X-Ray SDK; UDP is the one that takes spans.
  .transform((text) => /(?:^|\s)udp:(\S+)/.exec(text)?.[1] ?? text)
  .refine(
    (text) => /^[^\s:]+:\d{1,5}$/.test(text) && Number(text.split(':')[1]) <= 65_535,
    'must be a host and a port, like 127.0.0.1:2000',
  )
  .transform((text): DaemonAddress => {
    const [host = '', port] = text.split(':')
    return { host, port: Number(port) }
  })

const schema = z.object({
  OTEL_SDK_DISABLED: z.string().default('false'),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z
    .string()
    .regex(/^\s*[^=,\s]+=[^=,]*(,[^=,]+=[^=,]*)*,?$/, pairs)
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headers,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: headers,
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: headers,
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol.default('http/protobuf'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol.optional(),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol.optional(),
  OTEL_TRACES_EXPORTER: exporter.default('otlp'),
  OTEL_METRICS_EXPORTER: exporter.default('otlp'),
  OTEL_TRACES_SAMPLER: z.enum(samplers, `must be one of ${samplers.join(', ')}`).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number(ratio).min(0, ratio).max(1, ratio).default(1),
  OTEL_PROPAGATORS: z
    .string()
    .default('tracecontext,xray')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '' && one !== 'none'),
    )
    .pipe(z.array(z.enum(propagators, `must be none, or some of ${propagators.join(', ')} parted by commas`))),
  OTEL_METRIC_EXPORT_INTERVAL: milliseconds.default(60_000),
  OTEL_BSP_SCHEDULE_DELAY: milliseconds.default(5_000),
  AWS_XRAY_TRACING_NAME: z.string().optional(),
  AWS_XRAY_DAEMON_ADDRESS: daemonSchema.optional(),
})

/** Reads the standard variables of OpenTelemetry and X-Ray; undefined when none of them asks for anything. */
export const telemetrySchema = z
  // A variable that is empty is as good as not there, the standard says.
  .preprocess((env) => Object.fromEntries(Object.entries(env as NodeJS.ProcessEnv).filter(([, text]) => text)), schema)
  .transform((env): TelemetryConfig | undefined => {
    const anywhere = env.OTEL_EXPORTER_OTLP_ENDPOINT
    const traces = env.OTEL_TRACES_EXPORTER === 'otlp' && (env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? anywhere)
    const metrics = env.OTEL_METRICS_EXPORTER === 'otlp' && (env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? anywhere)
    // A task definition with a daemon beside the container may say no more than what the service is called.
    const isBesideDaemon = env.AWS_XRAY_TRACING_NAME !== undefined && !traces
    const daemon = env.AWS_XRAY_DAEMON_ADDRESS ?? (isBesideDaemon ? { host: '127.0.0.1', port: 2000 } : undefined)
    if (env.OTEL_SDK_DISABLED.toLowerCase() === 'true' || !(traces || metrics || daemon)) return undefined
    const general = env.OTEL_EXPORTER_OTLP_PROTOCOL
    return {
      service: env.OTEL_SERVICE_NAME ?? env.AWS_XRAY_TRACING_NAME ?? 'cruddur',
      traces: traces ? (env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? general) : undefined,
      metrics: metrics ? (env.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL ?? general) : undefined,
      daemon,
      sampler: env.OTEL_TRACES_SAMPLER && { name: env.OTEL_TRACES_SAMPLER, ratio: env.OTEL_TRACES_SAMPLER_ARG },
      propagators: env.OTEL_PROPAGATORS,
      metricsEvery: env.OTEL_METRIC_EXPORT_INTERVAL,
      tracesEvery: env.OTEL_BSP_SCHEDULE_DELAY,
    }
  })
