import type { Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { Message, Queue } from './queue.ts'

/** What the operations and the resources work with. */
export interface SqsCare {
  readonly world: World
  readonly queues: Map<string, Queue>
  readonly create: (name: string, attributes: Shape, tags?: Shape) => Queue
  readonly send: (queue: Queue, given: Shape) => Message
  readonly receive: (queue: Queue, most: number, hiddenSeconds?: number) => readonly Message[]
  /** Wakes whoever waits for a message at a time. */
  readonly wakeAt: (queue: Queue, time: number) => void
  /** Aborted when the local AWS stops. */
  readonly signal: AbortSignal
}

/** The system attributes of a received message. */
export const systemAttributesOf = (message: Message, account: string): Record<string, string> => ({
  SenderId: account,
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.received),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  ...Object.fromEntries(
    Object.entries(message.systemAttributes).map(([name, value]) => [name, String((value as Shape).StringValue)]),
  ),
})
