// Events nobody waits for: tried again after one and two minutes, then kept where the function says.
// Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation", "Capturing records of
// Lambda asynchronous invocations".
import { setMaxListeners } from 'node:events'
import type { Clock } from '../clock.ts'
import { AwsError, type Shape } from '../service.ts'
import type { Invoke, Invoked } from './invoke.ts'
import type { LambdaPorts } from './ports.ts'
import type { LambdaFunction } from './state.ts'

/** What asynchronous events are handled with. */
export interface AsyncCare {
  readonly clock: Clock
  /** Divides the waiting between attempts. */
  readonly speed: number
  readonly newId: () => string
  readonly ports: LambdaPorts
  readonly invoke: (given: Invoke) => Promise<Invoked>
  /** A function by its ARN, for destinations that are functions. */
  readonly functionOf: (arn: string) => LambdaFunction | undefined
  readonly says: (subject: string, text: string) => void
}

/** The queue of asynchronous events. */
export interface AsyncEvents {
  /** Takes an event and gives its request id. */
  readonly accept: (func: LambdaFunction, qualifier: string | undefined, payload: Buffer) => string
  readonly stop: () => Promise<void>
}

interface Ended {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded'
  readonly count: number
  readonly invoked: Invoked | undefined
}

const minute = 60_000

/** An empty queue. */
export const asyncEvents = ({ clock, speed, newId, ports, invoke, functionOf, says }: AsyncCare): AsyncEvents => {
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  const running = new Set<Promise<void>>()

  const recordOf = (
    event: { id: string; arn: string; payload: Buffer },
    { condition, count, invoked }: Ended,
  ): Shape => ({
    version: '1.0',
    timestamp: clock.now().toISOString(),
    requestContext: { requestId: event.id, functionArn: event.arn, condition, approximateInvokeCount: count },
    requestPayload: JSON.parse(event.payload.toString('utf8')),
    ...(invoked && {
      responseContext: {
        statusCode: 200,
        executedVersion: invoked.version.version,
        ...(invoked.functionError && { functionError: invoked.functionError }),
      },
      responsePayload: JSON.parse(invoked.payload.toString('utf8')),
    }),
  })

  const deliver = (destination: string, record: Shape) => {
    const failed = record.requestContext.condition !== 'Success'
    const called = functionOf(destination)
    if (called) accept(called, undefined, Buffer.from(JSON.stringify(record)))
    else if (destination.includes(':sqs:')) ports.queues.send(destination, JSON.stringify(record))
    else if (destination.includes(':events:'))
      ports.putEvent({
        source: 'lambda',
        detailType: `Lambda Function Invocation Result - ${failed ? 'Failure' : 'Success'}`,
        detail: record,
        resources: [record.requestContext.functionArn],
      })
    else says(record.requestContext.functionArn, `destination ${destination} is not there: the record is dropped`)
  }

  const end = (
    func: LambdaFunction,
    config: Shape,
    event: { id: string; arn: string; payload: Buffer },
    ended: Ended,
  ) => {
    const failed = ended.condition !== 'Success'
    const { OnFailure, OnSuccess } = config.DestinationConfig ?? {}
    const destination = (failed ? OnFailure : OnSuccess)?.Destination
    if (destination) deliver(destination, recordOf(event, ended))
    const deadLetters = func.latest.settings.deadLetterArn
    if (failed && deadLetters?.includes(':sqs:')) {
      const told = ended.invoked?.payload.toString('utf8') ?? ended.condition
      const message = /"errorMessage":"((?:[^"\\]|\\.)*)"/.exec(told)?.[1] ?? told
      const attributes = { RequestID: event.id, ErrorCode: '200', ErrorMessage: message.slice(0, 1024) }
      ports.queues.send(deadLetters, event.payload.toString('utf8'), attributes)
    }
    if (failed) says(func.name, `event ${event.id} failed for good (${ended.condition}, ${ended.count} attempts)`)
  }

  const handle = async (
    func: LambdaFunction,
    qualifier: string | undefined,
    event: { id: string; payload: Buffer },
  ) => {
    const arrived = clock.now().getTime()
    const config: Shape = func.invokeConfigs.get(qualifier ?? '$LATEST') ?? {}
    const retries = Number(config.MaximumRetryAttempts ?? 2)
    const oldest = Number(config.MaximumEventAgeInSeconds ?? 21_600) * 1_000
    const about = { ...event, arn: `${func.arn}:${qualifier ?? '$LATEST'}` }
    const aged = () => (clock.now().getTime() - arrived) * speed > oldest
    let count = 0
    let throttled = 0
    for (;;) {
      let invoked: Invoked | undefined
      try {
        invoked = await invoke({ func, qualifier, payload: event.payload, requestId: event.id })
        count++
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
      }
      if (stopping.signal.aborted) return
      if (invoked && !invoked.functionError) return end(func, config, about, { condition: 'Success', count, invoked })
      if (count > retries) return end(func, config, about, { condition: 'RetriesExhausted', count, invoked })
      // A throttled event waits from a second up to five minutes, and counts as no attempt.
      const pause = invoked ? count * minute : Math.min(1_000 * 2 ** throttled++, 5 * minute)
      await clock.sleep(pause / speed, stopping.signal)
      if (stopping.signal.aborted) return
      if (aged()) return end(func, config, about, { condition: 'EventAgeExceeded', count, invoked })
    }
  }

  const accept: AsyncEvents['accept'] = (func, qualifier, payload) => {
    const id = newId()
    const life = handle(func, qualifier, { id, payload }).catch((error: unknown) =>
      says(func.name, `event ${id} was lost: ${error instanceof Error ? error.message : error}`),
    )
    running.add(life)
    void life.then(() => running.delete(life))
    return id
  }

  return {
    accept,
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
