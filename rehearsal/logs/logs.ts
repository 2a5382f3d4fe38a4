// The local CloudWatch Logs: what tasks and builds print, for `aws logs tail` and for the rehearsal itself.
import type { Service, Shape } from '../service.ts'
import type { World } from '../world.ts'
import { logGroupProvider } from './log-group.ts'
import { type LogEvent, type LogGroups, newEvent, newStream } from './log-store.ts'
import { logsOperations } from './operations.ts'

/** What other services do with logs. */
export interface LogsApi {
  /** Appends a line; the group and the stream are made when they do not exist. */
  readonly write: (group: string, stream: string, line: string) => void
  /** The last lines of a stream. */
  readonly tail: (group: string, stream: string, lines: number) => readonly string[]
  readonly exists: (group: string) => boolean
  readonly createGroup: (group: string) => void
}

/** The local CloudWatch Logs. */
export const logs = (world: World): { readonly service: Service; readonly api: LogsApi } => {
  const groups: LogGroups = new Map()
  let sequence = 0
  const now = () => world.clock.now().getTime()

  const createGroup = (name: string, properties: Shape = {}) => {
    groups.set(name, {
      name,
      arn: `arn:aws:logs:${world.region}:${world.account}:log-group:${name}`,
      createdAt: now(),
      class: properties.LogGroupClass ?? properties.logGroupClass ?? 'STANDARD',
      retentionInDays: properties.RetentionInDays === undefined ? undefined : Number(properties.RetentionInDays),
      kmsKeyId: properties.KmsKeyId ?? properties.kmsKeyId,
      streams: new Map(),
    })
  }
  const append = (group: string, stream: string, message: string, timestamp = now()): LogEvent => {
    if (!groups.has(group)) createGroup(group)
    const streams = groups.get(group)!.streams
    if (!streams.has(stream)) streams.set(stream, newStream(stream, now()))
    const event = newEvent(message, timestamp, now(), sequence++)
    streams.get(stream)!.events.push(event)
    return event
  }

  return {
    service: {
      name: 'logs',
      protocol: 'json',
      target: 'Logs_20140328',
      operations: logsOperations({ groups, createGroup, append, now }),
      resources: { 'AWS::Logs::LogGroup': logGroupProvider({ groups, createGroup }) },
    },
    api: {
      write: (group, stream, line) => void append(group, stream, line),
      tail: (group, stream, lines) =>
        (groups.get(group)?.streams.get(stream)?.events ?? []).slice(-lines).map((event) => event.message),
      exists: (group) => groups.has(group),
      createGroup: (group) => void (groups.has(group) || createGroup(group)),
    },
  }
}
