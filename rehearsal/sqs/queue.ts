// One queue: messages in the order of their arrival, each hidden while somebody works on it.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
import { createHash } from 'node:crypto'
import type { Shape } from '../service.ts'

/** A message in a queue. Times are milliseconds since 1970. */
export interface Message {
  readonly id: string
  readonly body: string
  readonly md5: string
  readonly attributes: Shape
  readonly systemAttributes: Shape
  readonly sentAt: number
  visibleAt: number
  received: number
  firstReceivedAt: number | undefined
  receipt: string | undefined
}

/** A queue. */
export interface Queue {
  readonly name: string
  readonly arn: string
  readonly url: string
  readonly createdAt: number
  modifiedAt: number
  /** Attributes as SetQueueAttributes takes them: text. */
  attributes: Readonly<Record<string, string>>
  tags: Readonly<Record<string, string>>
  messages: Message[]
  readonly listeners: Set<() => void>
}

/** The MD5 of a message's body, which clients check. */
export const md5Of = (text: string): string => createHash('md5').update(text).digest('hex')

/** What a queue does when nothing else is said (API_SetQueueAttributes). */
export const usual: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  SqsManagedSseEnabled: 'true',
}

/** An attribute as a number. */
export const numberOf = (queue: Queue, name: string): number => Number(queue.attributes[name] ?? usual[name] ?? 0)

/** Forgets what is older than the retention period. */
const expire = (queue: Queue, now: number): void => {
  const oldest = now - numberOf(queue, 'MessageRetentionPeriod') * 1_000
  if (queue.messages.some(({ sentAt }) => sentAt < oldest))
    queue.messages = queue.messages.filter(({ sentAt }) => sentAt >= oldest)
}

/** The redrive policy of a queue: where messages go that were received too often. */
const redriveOf = (queue: Queue): { readonly target: string; readonly most: number } | undefined => {
  const text = queue.attributes.RedrivePolicy
  if (!text) return undefined
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Shape
  return { target: String(deadLetterTargetArn), most: Number(maxReceiveCount) }
}

/** Takes up to so many visible messages, hiding them for so many milliseconds. */
export const takeMessages = (
  queue: Queue,
  given: {
    readonly most: number
    readonly hidden: number
    readonly now: number
    readonly newId: () => string
    readonly bury: (message: Message, target: string) => void
  },
): readonly Message[] => {
  const { most, hidden, now, newId, bury } = given
  expire(queue, now)
  const redrive = redriveOf(queue)
  const taken: Message[] = []
  for (const message of [...queue.messages]) {
    if (taken.length >= most) break
    if (message.visibleAt > now) continue
    if (redrive && message.received >= redrive.most) {
      queue.messages = queue.messages.filter((one) => one !== message)
      bury(message, redrive.target)
      continue
    }
    message.received++
    message.firstReceivedAt ??= now
    message.visibleAt = now + hidden
    message.receipt = `${message.id}/${newId()}`
    taken.push(message)
  }
  return taken
}
