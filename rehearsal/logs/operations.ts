import { awsError, type Operation, type Shape } from '../service.ts'
import { filterPattern } from './filter-pattern.ts'
import { type LogEvent, type LogGroup, type LogGroups, type LogStream, newStream } from './log-store.ts'
import { readEvents } from './read-events.ts'

/** What the operations work on. */
export interface LogsState {
  readonly groups: LogGroups
  readonly createGroup: (name: string, properties?: Shape) => void
  readonly append: (group: string, stream: string, message: string, timestamp?: number) => LogEvent
  readonly now: () => number
}

const page = <T>(all: readonly T[], input: Shape, size: number): { items: readonly T[]; nextToken?: string } => {
  const start = Number(input.nextToken ?? 0)
  if (!Number.isInteger(start)) throw awsError('InvalidParameterException', 'The specified nextToken is invalid.')
  const end = start + Math.min(input.limit ?? size, size)
  return { items: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) }
}

const describeGroup = (group: LogGroup): Shape => ({
  logGroupName: group.name,
  logGroupArn: group.arn,
  arn: `${group.arn}:*`,
  creationTime: group.createdAt,
  logGroupClass: group.class,
  metricFilterCount: 0,
  storedBytes: 0,
  ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
  ...(group.kmsKeyId && { kmsKeyId: group.kmsKeyId }),
})

const describeStream = (group: LogGroup, stream: LogStream): Shape => ({
  logStreamName: stream.name,
  arn: `${group.arn}:log-stream:${stream.name}`,
  creationTime: stream.createdAt,
  storedBytes: 0,
  ...(stream.events.length > 0 && {
    firstEventTimestamp: stream.events[0]?.timestamp,
    lastEventTimestamp: stream.events.at(-1)?.timestamp,
    lastIngestionTime: stream.events.at(-1)?.ingestionTime,
    uploadSequenceToken: String(stream.events.length),
  }),
})

/** The operations of CloudWatch Logs. */
export const logsOperations = ({ groups, createGroup, append, now }: LogsState): Record<string, Operation> => {
  const groupOf = (input: Shape): LogGroup => {
    const name = input.logGroupName ?? String(input.logGroupIdentifier ?? '').replace(/^.*:log-group:|:\*$/g, '')
    const group = groups.get(name)
    if (!group) throw awsError('ResourceNotFoundException', 'The specified log group does not exist.')
    return group
  }
  const streamOf = (input: Shape): LogStream => {
    const stream = groupOf(input).streams.get(input.logStreamName)
    if (!stream) throw awsError('ResourceNotFoundException', 'The specified log stream does not exist.')
    return stream
  }

  return {
    CreateLogGroup: (input) => {
      if (groups.has(input.logGroupName)) {
        throw awsError('ResourceAlreadyExistsException', 'The specified log group already exists')
      }
      createGroup(input.logGroupName, input)
      return {}
    },
    DeleteLogGroup: (input) => {
      groups.delete(groupOf(input).name)
      return {}
    },
    PutRetentionPolicy: (input) => {
      groupOf(input).retentionInDays = input.retentionInDays
      return {}
    },
    DeleteRetentionPolicy: (input) => {
      groupOf(input).retentionInDays = undefined
      return {}
    },
    ListTagsForResource: () => ({ tags: {} }),
    CreateLogStream: (input) => {
      const { streams } = groupOf(input)
      if (streams.has(input.logStreamName)) {
        throw awsError('ResourceAlreadyExistsException', 'The specified log stream already exists')
      }
      streams.set(input.logStreamName, newStream(input.logStreamName, now()))
      return {}
    },
    DeleteLogStream: (input) => {
      streamOf(input)
      groupOf(input).streams.delete(input.logStreamName)
      return {}
    },
    PutLogEvents: (input) => {
      const group = groupOf(input)
      const stream = streamOf(input)
      for (const event of input.logEvents ?? []) append(group.name, stream.name, event.message, event.timestamp)
      return { nextSequenceToken: String(stream.events.length) }
    },
    GetLogEvents: (input) => readEvents(streamOf(input), input),
    FilterLogEvents: (input) => {
      const group = groupOf(input)
      const matches = filterPattern(input.filterPattern)
      const wanted = (stream: LogStream) =>
        (!input.logStreamNames || input.logStreamNames.includes(stream.name)) &&
        stream.name.startsWith(input.logStreamNamePrefix ?? '')
      const streams = [...group.streams.values()].filter(wanted)
      const all = streams
        .flatMap((stream) => stream.events.map((event) => ({ ...event, logStreamName: stream.name })))
        .filter(({ timestamp, message }) => {
          const inTime = timestamp >= (input.startTime ?? 0) && timestamp <= (input.endTime ?? Number.POSITIVE_INFINITY)
          return inTime && matches(message)
        })
        .sort((a, b) => a.timestamp - b.timestamp || (a.eventId < b.eventId ? -1 : 1))
      const { items, nextToken } = page(all, input, 10_000)
      return { events: items, searchedLogStreams: [], ...(nextToken && { nextToken }) }
    },
    DescribeLogGroups: (input) => {
      const all = [...groups.values()]
        .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? ''))
        .filter((group) => group.name.includes(input.logGroupNamePattern ?? ''))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
      const { items, nextToken } = page(all, input, 50)
      return { logGroups: items.map(describeGroup), ...(nextToken && { nextToken }) }
    },
    DescribeLogStreams: (input) => {
      const group = groupOf(input)
      const last = (stream: LogStream) => stream.events.at(-1)?.timestamp ?? 0
      const all = [...group.streams.values()]
        .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
        .sort((a, b) => (input.orderBy === 'LastEventTime' ? last(a) - last(b) : a.name < b.name ? -1 : 1))
      if (input.descending) all.reverse()
      const { items, nextToken } = page(all, input, 50)
      return { logStreams: items.map((stream) => describeStream(group, stream)), ...(nextToken && { nextToken }) }
    },
  }
}
