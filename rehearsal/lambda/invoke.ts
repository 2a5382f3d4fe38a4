// Invoke, as far as it does not depend on who asks: limits, concurrency, what comes back.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { awsError } from '../service.ts'
import type { World } from '../world.ts'
import type { EnvironmentPool } from './environment-pool.ts'
import { versionOf } from './functions.ts'
import type { Outcome } from './invocation.ts'
import type { FunctionVersion, LambdaFunction } from './state.ts'

/** What invocations are made with. */
export interface InvokeCare {
  readonly world: World
  readonly pool: EnvironmentPool
}

/** An invocation to make. */
export interface Invoke {
  readonly func: LambdaFunction
  readonly qualifier: string | undefined
  readonly payload: Buffer
  readonly clientContext?: string
  readonly requestId?: string
}

/** What an invocation gave. */
export interface Invoked extends Outcome {
  readonly version: FunctionVersion
  readonly requestId: string
}

/** Lambda Developer Guide, "Lambda quotas": bytes of a synchronous and of an asynchronous event. */
export const largestEvent = { RequestResponse: 6_291_456, Event: 1_048_576 } as const

/** The event, checked: JSON, and not too large. An absent one is an empty object. */
export const checkedPayload = (payload: Buffer, kind: keyof typeof largestEvent): Buffer => {
  if (payload.length > largestEvent[kind]) {
    const message = `Request must be smaller than ${largestEvent[kind]} bytes for the InvokeFunction operation`
    throw awsError('RequestTooLargeException', message, 413)
  }
  if (payload.length === 0) return Buffer.from('{}')
  try {
    JSON.parse(payload.toString('utf8'))
    return payload
  } catch (error) {
    const message = `Could not parse request body into json: ${error instanceof Error ? error.message : error}`
    throw awsError('InvalidRequestContentException', message)
  }
}

/** Runs one event. */
export const invokeFunction = async ({ world, pool }: InvokeCare, given: Invoke): Promise<Invoked> => {
  const { func, qualifier } = given
  const version = versionOf(func, qualifier)
  if (func.reservedConcurrency !== undefined && pool.busy(func.name) >= func.reservedConcurrency)
    throw awsError('TooManyRequestsException', 'Rate Exceeded.', 429)
  const requestId = given.requestId ?? world.id()
  const outcome = await pool.run(version, {
    requestId,
    functionArn: qualifier ? `${func.arn}:${qualifier}` : func.arn,
    payload: given.payload,
    ...(given.clientContext && { clientContext: given.clientContext }),
  })
  if (outcome.functionError) {
    world.notice({
      from: 'lambda',
      subject: func.name,
      says: `failed (${outcome.errorType}): ${outcome.payload.toString('utf8').slice(0, 300)}`,
    })
  }
  return { ...outcome, version, requestId }
}

/** The last 4 KB of an invocation's log. */
export const logTail = ({ log }: Outcome): string =>
  Buffer.from(log.map((line) => `${line}\n`).join(''))
    .subarray(-4096)
    .toString('utf8')
