// Functions and everything that starts them: queues, events, streams, objects, HTTP APIs, each connected to the others.
import { apigatewayv2, type HttpApiApi } from './apigatewayv2/apigatewayv2.ts'
import type { Core } from './core.ts'
import type { StreamsApi } from './dynamodb/api.ts'
import { type EventsApi, events } from './events/events.ts'
import { type LambdaApi, lambda } from './lambda/lambda.ts'
import type { LogsApi } from './logs/logs.ts'
import type { Processes } from './processes/processes.ts'
import type { RestHandler } from './protocols/received.ts'
import type { Service } from './service.ts'
import { type SqsApi, sqs } from './sqs/sqs.ts'
import type { World } from './world.ts'

/** What functions are connected to. */
export interface FunctionParts {
  readonly core: Core
  readonly processes: Pick<Processes, 'spawn'>
  readonly logs: LogsApi
  readonly streams: StreamsApi
  /** The bundled runtime that functions run in. */
  readonly runtime: string
  readonly speed: number
}

/** The connected services. */
export interface ConnectedFunctions {
  readonly services: readonly Service[]
  readonly rest: Readonly<Record<string, RestHandler>>
  readonly lambda: LambdaApi
  readonly queues: SqsApi
  readonly events: EventsApi
  readonly httpApis: HttpApiApi
}

/** Makes the services and connects them. */
export const connectFunctions = (world: World, parts: FunctionParts): ConnectedFunctions => {
  const { core, processes, logs, streams, runtime, speed } = parts
  const caller = (service: string, sourceArn: string) => ({ service, sourceArn, account: world.account })
  const queues = sqs(world)
  const bus = events(world, {
    invoke: (arn, payload, rule) => void functions.api.send(arn, payload, caller('events.amazonaws.com', rule)),
    send: queues.api.send,
    queueExists: queues.api.exists,
  })
  const functions = lambda(
    world,
    {
      spawn: processes.spawn,
      object: core.s3.get,
      assume: (role, session) => core.sts.assumeForService(role, { service: 'lambda.amazonaws.com' }, session),
      log: logs.write,
      queues: queues.api,
      putEvent: bus.api.put,
      streams,
    },
    { runtime, speed },
  )
  const apis = apigatewayv2(world, {
    invoke: (arn, payload, source) => functions.api.invoke(arn, payload, caller('apigateway.amazonaws.com', source)),
    log: logs.write,
    // The user pools of the region are here.
    issuerUrl: (issuer) => issuer.replace(/^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com/, world.endpoint()),
  })
  core.s3.announceTo({
    putEvent: bus.api.put,
    invoke: (arn, payload, bucket) => functions.api.send(arn, payload, caller('s3.amazonaws.com', bucket)),
  })
  return {
    services: [queues.service, bus.service, functions.service, apis.service],
    rest: { lambda: functions.rest, apigateway: apis.rest },
    lambda: functions.api,
    queues: queues.api,
    events: bus.api,
    httpApis: apis.api,
  }
}
