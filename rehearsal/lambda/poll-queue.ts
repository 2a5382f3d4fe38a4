// Reads a queue into a function: what it handled is deleted, what it did not comes back after its visibility timeout.
// Lambda Developer Guide, "Using Lambda with Amazon SQS".
import { batchResult } from './batch-failures.ts'
import type { Mapping } from './mapping.ts'
import { type PollCare, type Reading, tried, wakeOrStop } from './poll.ts'
import type { QueueMessage } from './ports.ts'

const recordOf = (message: QueueMessage, mapping: Mapping) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, value]) => [
      name,
      { stringValue: value.StringValue, binaryValue: value.BinaryValue, dataType: value.DataType },
    ]),
  ),
  md5OfBody: message.md5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: mapping.sourceArn,
  awsRegion: mapping.sourceArn.split(':')[3],
})

const readable = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** Reads until the signal is aborted. */
export const pollQueue = async (care: PollCare, mapping: Mapping, { signal }: Reading): Promise<void> => {
  const { queues } = care.ports
  let woken = () => {}
  const stop = queues.onMessages(mapping.sourceArn, () => woken())
  try {
    while (!signal.aborted) {
      const wake = wakeOrStop(signal)
      woken = wake.wake
      const messages = queues.receive(mapping.sourceArn, mapping.batchSize)
      if (messages.length === 0) {
        await wake.happened
        continue
      }
      const meets = (message: QueueMessage) =>
        mapping.filters.length === 0 || mapping.filters.some((one) => one({ ...message, body: readable(message.body) }))
      const wanted = messages.filter(meets)
      for (const { receiptHandle } of messages.filter((message) => !wanted.includes(message)))
        queues.remove(mapping.sourceArn, receiptHandle)
      if (wanted.length === 0) continue
      const invoked = await tried(
        care,
        mapping,
        { Records: wanted.map((message) => recordOf(message, mapping)) },
        signal,
      )
      if (!invoked) return
      const result = batchResult(
        invoked,
        mapping.reports,
        wanted.map(({ messageId }) => messageId),
      )
      for (const { messageId, receiptHandle } of wanted) {
        const failed = result === 'failed' || (typeof result === 'object' && result.failures.includes(messageId))
        if (!failed) queues.remove(mapping.sourceArn, receiptHandle)
      }
    }
  } finally {
    stop()
  }
}
