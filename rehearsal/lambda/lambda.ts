// The local Lambda: functions for Node really run, each event in a process of its own kind.
import { join } from 'node:path'
import type { RestHandler } from '../protocols/received.ts'
import { restJson } from '../protocols/rest-json.ts'
import { awsError, type Service } from '../service.ts'
import type { World } from '../world.ts'
import { asyncEvents } from './async-events.ts'
import { startEnvironment } from './environment.ts'
import { environmentPool } from './environment-pool.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { parseFunctionName } from './function-arn.ts'
import { functionNamed, versionOf } from './functions.ts'
import { checkedPayload, type Invoke, invokeFunction, logTail } from './invoke.ts'
import type { LambdaPorts } from './ports.ts'
import { type Caller, mayInvoke } from './resource-policy.ts'
import { lambdaResources } from './resources.ts'
import { lambdaRoutes, type RouteCare } from './routes.ts'
import { invalid } from './settings.ts'
import type { Functions, LambdaFunction } from './state.ts'

/** What a function gave its caller. */
export interface InvokeResult {
  readonly payload: string
  readonly functionError?: string
  /** The last 4 KB of its log. */
  readonly logTail: string
}

/** Lambda as other services use it. A caller is checked against the function's resource policy. */
export interface LambdaApi {
  /** Runs a function and waits; throws `AccessDeniedException` or `ResourceNotFoundException`. */
  readonly invoke: (functionArn: string, payload: Uint8Array | string, caller?: Caller) => Promise<InvokeResult>
  /** Hands over an event that nobody waits for, and gives its request id; throws as `invoke` does. */
  readonly send: (functionArn: string, payload: Uint8Array | string, caller?: Caller) => string
  readonly exists: (functionArn: string) => boolean
}

/** How the functions run. */
export interface LambdaOptions {
  /** The bundled runtime. */
  readonly runtime: string
  /** The Node that runs functions; this one unless told. */
  readonly node?: string
  /** Divides the waiting between attempts; 1 unless told. */
  readonly speed?: number
}

const tenMinutes = 600_000

/** The local Lambda. Its wire side is `rest`, registered under the signing name `lambda`. */
export const lambda = (
  world: World,
  ports: LambdaPorts,
  options: LambdaOptions,
): { readonly service: Service; readonly rest: RestHandler; readonly api: LambdaApi } => {
  const functions: Functions = new Map()
  const speed = options.speed ?? 1
  const says = (subject: string, text: string) => world.notice({ from: 'lambda', subject, says: text })
  const environmentCare = { world, ports, runtime: options.runtime, node: options.node ?? process.execPath }
  const pool = environmentPool({
    clock: world.clock,
    idle: tenMinutes,
    most: 8,
    start: async (version) => {
      const credentials = ports.assume(version.settings.role, version.functionName)
      if (!credentials) throw invalid('The role defined for the function cannot be assumed by Lambda.')
      return startEnvironment(environmentCare, version, credentials)
    },
  })
  const invoke = (given: Invoke) => invokeFunction({ world, pool }, given)
  const named = (name: string) => functionNamed({ functions, world }, name)
  const events = asyncEvents({
    clock: world.clock,
    speed,
    newId: world.id,
    ports,
    invoke,
    functionOf: (arn) => (arn.includes(':lambda:') ? functions.get(parseFunctionName(arn).name) : undefined),
    says,
  })
  const mappings = eventSourceMappings({
    world,
    clock: world.clock,
    speed,
    ports,
    newId: world.id,
    functionArn: (name) => {
      const { qualifier } = parseFunctionName(name)
      return qualifier ? `${named(name).arn}:${qualifier}` : named(name).arn
    },
    invoke: async (arn, payload) => invoke({ func: named(arn), qualifier: parseFunctionName(arn).qualifier, payload }),
    says: (text) => says('event source', text),
  })
  const care: RouteCare = {
    world,
    ports,
    functions,
    codeBelow: join(world.home, 'lambda', 'code'),
    changed: ({ name }) => pool.retire(name),
    events,
    mappings,
    invoke,
    remove: (func: LambdaFunction) => {
      functions.delete(func.name)
      pool.retire(func.name)
    },
  }

  const called = (functionArn: string, caller: Caller | undefined) => {
    const func = named(functionArn)
    const { qualifier } = parseFunctionName(functionArn)
    versionOf(func, qualifier)
    if (caller && !mayInvoke(func, caller, qualifier))
      throw awsError(
        'AccessDeniedException',
        `${caller.service} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
        403,
      )
    return { func, qualifier }
  }

  return {
    service: {
      name: 'lambda',
      protocol: 'json',
      target: 'AWSLambda',
      operations: {},
      resources: lambdaResources(care),
      stop: async () => {
        await Promise.all([pool.stop(), events.stop(), mappings.stop()])
      },
    },
    rest: restJson('lambda', lambdaRoutes(care), world),
    api: {
      invoke: async (functionArn, payload, caller) => {
        const about = called(functionArn, caller)
        const event = checkedPayload(Buffer.from(payload as string), 'RequestResponse')
        const invoked = await invoke({ ...about, payload: event })
        return {
          payload: invoked.payload.toString('utf8'),
          ...(invoked.functionError && { functionError: invoked.functionError }),
          logTail: logTail(invoked),
        }
      },
      send: (functionArn, payload, caller) => {
        const { func, qualifier } = called(functionArn, caller)
        return events.accept(func, qualifier, checkedPayload(Buffer.from(payload as string), 'Event'))
      },
      exists: (functionArn) => functions.has(parseFunctionName(functionArn).name),
    },
  }
}
