// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
import { awsError, type Shape } from '../service.ts'
import { type Queue, usual } from './queue.ts'

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
}

const others = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'FifoQueue',
]

/** The attributes of an input, checked. */
export const settingsOf = (given: Shape): Readonly<Record<string, string>> => {
  for (const [name, value] of Object.entries(given)) {
    const range = ranges[name]
    if (!range && !others.includes(name)) throw awsError('InvalidAttributeName', `Unknown Attribute ${name}.`)
    if (range && !(Number(value) >= range[0] && Number(value) <= range[1]))
      throw awsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`)
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
}

/** All attributes of a queue. */
export const queueAttributes = (queue: Queue, now: number): Record<string, string> => {
  const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= now).length
  const delayed = queue.messages.filter(({ visibleAt, received }) => visibleAt > now && received === 0).length
  return {
    ...usual,
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(queue.messages.length - visible - delayed),
  }
}
