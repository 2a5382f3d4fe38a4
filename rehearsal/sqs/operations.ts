// The operations of SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
import { awsError, type Operation, type Shape } from '../service.ts'
import { attributesDigest } from './attributes-digest.ts'
import { type SqsCare, systemAttributesOf } from './care.ts'
import { type Message, numberOf, type Queue } from './queue.ts'
import { queueAttributes, settingsOf } from './queue-attributes.ts'

const queueName = (url: unknown): string =>
  String(url ?? '')
    .split('/')
    .at(-1) ?? ''

const limit = (name: string, value: number, [from, to]: readonly [number, number]) => {
  if (value >= from && value <= to) return
  throw awsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: Must be >= ${from} and <= ${to}, if provided.`,
  )
}

/** The operations, by name. */
export const sqsOperations = (care: SqsCare): Readonly<Record<string, Operation>> => {
  const { world, queues } = care
  const now = () => world.clock.now().getTime()
  const named = (input: Shape): Queue => {
    const queue = queues.get(queueName(input.QueueUrl))
    if (queue) return queue
    throw awsError('QueueDoesNotExist', 'The specified queue does not exist.')
  }
  const found = (queue: Queue, receipt: unknown): Message | undefined => {
    const [id] = String(receipt ?? '').split('/')
    if (!id || !String(receipt).includes('/'))
      throw awsError('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`)
    return queue.messages.find((message) => message.receipt === receipt)
  }
  const checked = (queue: Queue, given: Shape) => {
    const size = Buffer.byteLength(String(given.MessageBody ?? ''))
    const most = numberOf(queue, 'MaximumMessageSize')
    if (size === 0) throw awsError('MissingParameter', 'The request must contain the parameter MessageBody.')
    if (size > most)
      throw awsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
      )
    limit('DelaySeconds', Number(given.DelaySeconds ?? 0), [0, 900])
    return given
  }
  const sent = (message: Message): Shape => ({
    MessageId: message.id,
    MD5OfMessageBody: message.md5,
    MD5OfMessageAttributes: attributesDigest(message.attributes),
  })
  const remove = (queue: Queue, receipt: unknown) => {
    const message = found(queue, receipt)
    queue.messages = queue.messages.filter((one) => one !== message)
  }
  const hide = (queue: Queue, { ReceiptHandle, VisibilityTimeout }: Shape) => {
    limit('VisibilityTimeout', Number(VisibilityTimeout), [0, 43_200])
    const message = found(queue, ReceiptHandle)
    if (!message || message.visibleAt <= now())
      throw awsError('MessageNotInflight', 'The message referred to is not in flight.')
    message.visibleAt = now() + Number(VisibilityTimeout) * 1_000
    care.wakeAt(queue, message.visibleAt)
  }
  // Each entry of a batch succeeds or fails by itself.
  const batch = (input: Shape, each: (queue: Queue, entry: Shape) => Shape): Shape => {
    const queue = named(input)
    const entries = (input.Entries ?? []) as Shape[]
    if (entries.length === 0) throw awsError('EmptyBatchRequest', 'There should be at least one entry in the request.')
    if (entries.length > 10)
      throw awsError(
        'TooManyEntriesInBatchRequest',
        `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
      )
    if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
      throw awsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.')
    const [Successful, Failed]: [Shape[], Shape[]] = [[], []]
    for (const entry of entries) {
      try {
        Successful.push({ Id: entry.Id, ...each(queue, entry) })
      } catch (error) {
        const { name, message } = error as Error
        Failed.push({ Id: entry.Id, Code: name, Message: message, SenderFault: true })
      }
    }
    return { Successful, Failed }
  }

  const receive = async (input: Shape): Promise<Shape> => {
    const queue = named(input)
    const most = Number(input.MaxNumberOfMessages ?? 1)
    limit('MaxNumberOfMessages', most, [1, 10])
    const wait = Number(input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds'))
    limit('WaitTimeSeconds', wait, [0, 20])
    const until = now() + wait * 1_000
    let taken = care.receive(queue, most, input.VisibilityTimeout)
    while (taken.length === 0 && now() < until && !care.signal.aborted) {
      const woken = new AbortController()
      const wake = () => woken.abort()
      queue.listeners.add(wake)
      await world.clock.sleep(until - now(), AbortSignal.any([woken.signal, care.signal]))
      queue.listeners.delete(wake)
      taken = care.receive(queue, most, input.VisibilityTimeout)
    }
    if (taken.length === 0) return {}
    const names = new Set<string>([...(input.MessageAttributeNames ?? [])])
    const system = new Set<string>([...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])])
    const picked = (all: Shape, wanted: ReadonlySet<string>): Shape =>
      Object.fromEntries(
        Object.entries(all).filter(([name]) => wanted.has('All') || wanted.has('.*') || wanted.has(name)),
      )
    return {
      Messages: taken.map((message) => {
        const attributes = picked(message.attributes, names)
        const told = picked(systemAttributesOf(message, world.account), system)
        return {
          MessageId: message.id,
          ReceiptHandle: message.receipt,
          Body: message.body,
          MD5OfBody: message.md5,
          ...(Object.keys(told).length > 0 && { Attributes: told }),
          ...(Object.keys(attributes).length > 0 && {
            MessageAttributes: attributes,
            MD5OfMessageAttributes: attributesDigest(attributes),
          }),
        }
      }),
    }
  }

  return {
    CreateQueue: (input) => {
      const name = String(input.QueueName ?? '')
      const attributes = settingsOf(input.Attributes ?? {})
      const before = queues.get(name)
      if (before && Object.entries(attributes).some(([key, value]) => queueAttributes(before, now())[key] !== value))
        throw awsError(
          'QueueNameExists',
          'A queue already exists with the same name and a different value for attribute(s).',
        )
      return { QueueUrl: (before ?? care.create(name, attributes, input.tags ?? {})).url }
    },
    DeleteQueue: (input) => {
      queues.delete(named(input).name)
      return {}
    },
    GetQueueUrl: (input) => ({ QueueUrl: named({ QueueUrl: input.QueueName }).url }),
    ListQueues: ({ QueueNamePrefix = '' }) => ({
      QueueUrls: [...queues.values()].filter(({ name }) => name.startsWith(QueueNamePrefix)).map(({ url }) => url),
    }),
    GetQueueAttributes: (input) => {
      const wanted = (input.AttributeNames ?? []) as string[]
      const all = Object.entries(queueAttributes(named(input), now()))
      return { Attributes: Object.fromEntries(all.filter(([name]) => wanted.includes('All') || wanted.includes(name))) }
    },
    SetQueueAttributes: (input) => {
      const queue = named(input)
      queue.attributes = { ...queue.attributes, ...settingsOf(input.Attributes ?? {}) }
      queue.modifiedAt = now()
      return {}
    },
    ListQueueTags: (input) => ({ Tags: named(input).tags }),
    SendMessage: (input) => {
      const queue = named(input)
      return sent(care.send(queue, checked(queue, input)))
    },
    SendMessageBatch: (input) => batch(input, (queue, entry) => sent(care.send(queue, checked(queue, entry)))),
    ReceiveMessage: receive,
    DeleteMessage: (input) => {
      remove(named(input), input.ReceiptHandle)
      return {}
    },
    DeleteMessageBatch: (input) =>
      batch(input, (queue, entry) => {
        remove(queue, entry.ReceiptHandle)
        return {}
      }),
    ChangeMessageVisibility: (input) => {
      hide(named(input), input)
      return {}
    },
    ChangeMessageVisibilityBatch: (input) =>
      batch(input, (queue, entry) => {
        hide(queue, entry)
        return {}
      }),
    PurgeQueue: (input) => {
      named(input).messages = []
      return {}
    },
  }
}
