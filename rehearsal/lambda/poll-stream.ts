// Reads a table's stream into a function: in order, one portion at a time, with what cannot be handled put aside.
// Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", "Retaining discarded records".
import { printable } from '../protocols/printable.ts'
import { batchResult } from './batch-failures.ts'
import type { Invoked } from './invoke.ts'
import type { Mapping } from './mapping.ts'
import { type PollCare, pause, type Reading, tried, wakeOrStop } from './poll.ts'

interface StreamItem {
  readonly at: number
  readonly sequence: string
  readonly event: object
}

const itemOf = (record: object, sourceArn: string): StreamItem => {
  const { dynamodb } = record as { dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: Date | number } }
  const created = dynamodb.ApproximateCreationDateTime
  return {
    at: created instanceof Date ? created.getTime() : created * 1_000,
    sequence: dynamodb.SequenceNumber,
    event: printable({ ...record, eventSourceARN: sourceArn }, (date) => date.getTime() / 1_000) as object,
  }
}

/** Why records were given up. */
type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

/** Reads until the signal is aborted. */
export const pollStream = async (care: PollCare, mapping: Mapping, { signal, place }: Reading): Promise<void> => {
  const { clock, ports, says } = care
  const { sourceArn, batchSize } = mapping

  const discard = (items: readonly StreamItem[], condition: Condition, count: number, invoked: Invoked | undefined) => {
    const [first, last] = [items[0], items.at(-1)]
    says(`${items.length} records of ${sourceArn} were given up (${condition})`)
    if (!first || !last || !mapping.onFailure) return
    const record = {
      requestContext: {
        requestId: invoked?.requestId ?? care.newId(),
        functionArn: mapping.functionArn,
        condition,
        approximateInvokeCount: count,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: invoked?.version.version ?? '$LATEST',
        functionError: 'Unhandled',
      },
      version: '1.0',
      timestamp: clock.now().toISOString(),
      DDBStreamBatchInfo: {
        shardId: 'shardId-00000000000000000000-00000000',
        startSequenceNumber: first.sequence,
        endSequenceNumber: last.sequence,
        approximateArrivalOfFirstRecord: new Date(first.at).toISOString(),
        approximateArrivalOfLastRecord: new Date(last.at).toISOString(),
        batchSize: items.length,
        streamArn: sourceArn,
      },
    }
    ports.queues.send(mapping.onFailure, JSON.stringify(record))
  }

  const handle = async (given: readonly StreamItem[]): Promise<void> => {
    let items = given
    let attempts = 0
    let last: Invoked | undefined
    while (!signal.aborted) {
      const now = clock.now().getTime()
      const young = mapping.oldest < 0 ? items : items.filter(({ at }) => now - at <= mapping.oldest)
      if (young.length < items.length) {
        discard(
          items.filter((item) => !young.includes(item)),
          'RecordAgeExceeded',
          attempts,
          last,
        )
        items = young
      }
      if (items.length === 0) return
      const invoked = await tried(care, mapping, { Records: items.map(({ event }) => event) }, signal)
      if (!invoked) return
      last = invoked
      attempts++
      const result = batchResult(
        invoked,
        mapping.reports,
        items.map(({ sequence }) => sequence),
      )
      if (result === 'done') return
      if (typeof result === 'object') {
        const from = items.findIndex(({ sequence }) => result.failures.includes(sequence))
        if (from > 0) attempts = 0
        items = items.slice(from)
      } else if (mapping.bisects && items.length > 1) {
        const half = Math.ceil(items.length / 2)
        await handle(items.slice(0, half))
        return handle(items.slice(half))
      }
      if (mapping.retries >= 0 && attempts > mapping.retries)
        return discard(items, 'RetryAttemptsExhausted', attempts, invoked)
      await pause(care, attempts, signal)
    }
  }

  let woken = () => {}
  const stop = ports.streams.onRecords(sourceArn, () => woken())
  if (!place.begun && mapping.given.StartingPosition === 'LATEST') place.after = ports.streams.latest(sourceArn)
  place.begun = true
  try {
    while (!signal.aborted) {
      const wake = wakeOrStop(signal)
      woken = wake.wake
      let records = ports.streams.records(sourceArn, place.after, batchSize)
      if (records.length === 0) {
        await wake.happened
        continue
      }
      if (records.length < batchSize && mapping.window > 0) {
        await clock.sleep(mapping.window / care.speed, signal)
        records = ports.streams.records(sourceArn, place.after, batchSize)
      }
      const items = records.map((record) => itemOf(record, sourceArn))
      const wanted = items.filter(
        ({ event }) => mapping.filters.length === 0 || mapping.filters.some((meets) => meets(event)),
      )
      await handle(wanted)
      if (!signal.aborted) place.after = items.at(-1)?.sequence
    }
  } finally {
    stop()
  }
}
