import { expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'

const database = { PGHOST: 'db', PGDATABASE: 'cruddur', PGUSER: 'app' }
const read = (env: Record<string, string>) => readConfig({ ...database, ...env }).telemetry
const honeycomb = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://api.honeycomb.io' }

test('an address is enough', () => {
  expect(read(honeycomb)).toEqual({
    service: 'cruddur',
    traces: 'http/protobuf',
    metrics: 'http/protobuf',
    daemon: undefined,
    sampler: undefined,
    propagators: ['tracecontext', 'xray'],
    metricsEvery: 60_000,
    tracesEvery: 5_000,
  })
})

test.each<[string, Record<string, string>, object | undefined]>([
  ['nothing', {}, undefined],
  ['an empty address', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
  ['switched off', { ...honeycomb, OTEL_SDK_DISABLED: 'TRUE' }, undefined],
  ['no exporter', { ...honeycomb, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' }, undefined],
  [
    'an address for traces only',
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/v1/traces' },
    { metrics: undefined },
  ],
  ['traces only', { ...honeycomb, OTEL_METRICS_EXPORTER: 'none' }, { traces: 'http/protobuf', metrics: undefined }],
  ['metrics only', { ...honeycomb, OTEL_TRACES_EXPORTER: 'none' }, { traces: undefined, metrics: 'http/protobuf' }],
  ['JSON for one', { ...honeycomb, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, { traces: 'http/json' }],
  [
    'a share',
    { ...honeycomb, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
    { sampler: { name: 'parentbased_traceidratio', ratio: 0.1 } },
  ],
  ['headers of strangers do not count', { ...honeycomb, OTEL_PROPAGATORS: 'none' }, { propagators: [] }],
  [
    'a daemon beside the container',
    { AWS_XRAY_TRACING_NAME: 'cruddur-production-api' },
    { service: 'cruddur-production-api', traces: undefined, daemon: { host: '127.0.0.1', port: 2000 } },
  ],
  [
    'a name, and traces go elsewhere',
    { ...honeycomb, AWS_XRAY_TRACING_NAME: 'api' },
    { service: 'api', daemon: undefined },
  ],
  [
    'a daemon elsewhere, as the X-Ray SDK has it',
    { AWS_XRAY_DAEMON_ADDRESS: 'tcp:127.0.0.1:3000 udp:127.0.0.2:3001' },
    { daemon: { host: '127.0.0.2', port: 3001 } },
  ],
])('%s', (_name, env, expected) => {
  if (expected === undefined) expect(read(env)).toBeUndefined()
  else expect(read(env)).toMatchObject(expected)
})

test('every problem is named at once, with what to set', () => {
  const broken = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'api.honeycomb.io',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-honeycomb-team',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: '5',
    OTEL_PROPAGATORS: 'b3',
    OTEL_RESOURCE_ATTRIBUTES: 'production',
    OTEL_METRIC_EXPORT_INTERVAL: '0',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:70000',
    ROLLBAR_ACCESS_TOKEN: 'two words',
  }
  expect(() => read(broken)).toThrow(
    [
      'the environment is not complete:',
      '  OTEL_RESOURCE_ATTRIBUTES must be key=value pairs parted by commas, like deployment.environment.name=production',
      '  OTEL_EXPORTER_OTLP_ENDPOINT must be an address, like https://api.honeycomb.io',
      '  OTEL_EXPORTER_OTLP_HEADERS must be name=value pairs parted by commas, like x-honeycomb-team=key',
      '  OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf or http/json; for a collector that has gRPC on port 4317, set http/protobuf and its port 4318',
      '  OTEL_TRACES_SAMPLER must be one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio',
      '  OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, like 0.05',
      '  OTEL_PROPAGATORS.0 must be none, or some of tracecontext, xray, baggage parted by commas',
      '  OTEL_METRIC_EXPORT_INTERVAL must be a whole number of milliseconds, like 5000',
      '  AWS_XRAY_DAEMON_ADDRESS must be a host and a port, like 127.0.0.1:2000',
      '  ROLLBAR_ACCESS_TOKEN must be the access token of a Rollbar project, with the scope post_server_item',
    ].join('\n'),
  )
})
