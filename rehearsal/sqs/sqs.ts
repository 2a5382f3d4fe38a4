// The local SQS: standard queues with visibility timeouts, long polling and dead-letter queues.
import type { QueueMessage, Queues } from '../lambda/ports.ts'
import { awsError, type Service } from '../service.ts'
import type { World } from '../world.ts'
import { type SqsCare, systemAttributesOf } from './care.ts'
import { sqsOperations } from './operations.ts'
import { type Message, md5Of, numberOf, type Queue, takeMessages } from './queue.ts'
import { queueResources } from './resources.ts'

/** Queues, called in process. */
export interface SqsApi extends Queues {
  /** The bodies of the messages in a queue, oldest first, without receiving them. */
  readonly bodies: (queueArn: string) => readonly string[]
}

/** The local SQS. */
export const sqs = (world: World): { readonly service: Service; readonly api: SqsApi } => {
  const queues = new Map<string, Queue>()
  const ended = new AbortController()
  const now = () => world.clock.now().getTime()
  const wake = (queue: Queue) => {
    for (const listener of [...queue.listeners]) listener()
  }
  // Hidden messages come back, and delayed ones appear, without anybody sending.
  const wakeAt = (queue: Queue, time: number) =>
    void world.clock.sleep(Math.max(time - now(), 0), ended.signal).then(() => {
      if (!ended.signal.aborted) wake(queue)
    })

  const send: SqsCare['send'] = (queue, given) => {
    const delay = Number(given.DelaySeconds ?? numberOf(queue, 'DelaySeconds')) * 1_000
    const body = String(given.MessageBody ?? '')
    const message: Message = {
      id: world.id(),
      body,
      md5: md5Of(body),
      attributes: given.MessageAttributes ?? {},
      systemAttributes: given.MessageSystemAttributes ?? {},
      sentAt: now(),
      visibleAt: now() + delay,
      received: 0,
      firstReceivedAt: undefined,
      receipt: undefined,
    }
    queue.messages.push(message)
    if (delay > 0) wakeAt(queue, message.visibleAt)
    else wake(queue)
    return message
  }
  const byArn = (arn: string): Queue | undefined => [...queues.values()].find((queue) => queue.arn === arn)
  const receive: SqsCare['receive'] = (queue, most, hiddenSeconds = numberOf(queue, 'VisibilityTimeout')) => {
    const bury = (message: Message, target: string) => {
      const to = byArn(target)
      if (!to) return
      to.messages.push({ ...message, received: 0, visibleAt: now(), receipt: undefined, firstReceivedAt: undefined })
      wake(to)
    }
    const taken = takeMessages(queue, { most, hidden: hiddenSeconds * 1_000, now: now(), newId: world.id, bury })
    if (taken.length > 0) wakeAt(queue, now() + hiddenSeconds * 1_000)
    return taken
  }
  const create: SqsCare['create'] = (name, attributes, tags = {}) => {
    if (name.endsWith('.fifo') || attributes.FifoQueue === 'true')
      throw awsError('InvalidParameterValue', `the local AWS has no FIFO queues; "${name}" would be one`)
    if (!/^[\w-]{1,80}$/.test(name))
      throw awsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      )
    const queue: Queue = {
      name,
      arn: `arn:aws:sqs:${world.region}:${world.account}:${name}`,
      // The SDK calls the host of this URL, unless it was given an endpoint.
      url: `${world.endpoint()}/${world.account}/${name}`,
      createdAt: now(),
      modifiedAt: now(),
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
      tags,
      messages: [],
      listeners: new Set(),
    }
    queues.set(name, queue)
    return queue
  }
  const care: SqsCare = { world, queues, create, send, receive, wakeAt, signal: ended.signal }
  const known = (arn: string): Queue => {
    const queue = byArn(arn)
    if (queue) return queue
    throw awsError('QueueDoesNotExist', `The specified queue does not exist: ${arn}`)
  }
  const received = (message: Message): QueueMessage => ({
    messageId: message.id,
    receiptHandle: message.receipt ?? '',
    body: message.body,
    md5OfBody: message.md5,
    attributes: systemAttributesOf(message, world.account),
    messageAttributes: message.attributes,
  })

  return {
    service: {
      name: 'sqs',
      protocol: 'json',
      target: 'AmazonSQS',
      version: '1.0',
      operations: sqsOperations(care),
      resources: queueResources(care),
      stop: async () => {
        ended.abort()
        for (const queue of queues.values()) wake(queue)
      },
    },
    api: {
      send: (arn, body, attributes = {}) => {
        const queue = byArn(arn)
        if (!queue)
          return world.notice({ from: 'sqs', subject: arn, says: 'there is no such queue: the message is dropped' })
        const MessageAttributes = Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        )
        send(queue, { MessageBody: body, MessageAttributes })
      },
      receive: (arn, most) => receive(known(arn), most).map(received),
      remove: (arn, receipt) => {
        const queue = byArn(arn)
        if (queue) queue.messages = queue.messages.filter((message) => message.receipt !== receipt)
      },
      onMessages: (arn, listener) => {
        const queue = known(arn)
        queue.listeners.add(listener)
        return () => queue.listeners.delete(listener)
      },
      exists: (arn) => byArn(arn) !== undefined,
      bodies: (arn) => byArn(arn)?.messages.map(({ body }) => body) ?? [],
    },
  }
}
