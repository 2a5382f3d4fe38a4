// Log groups and streams in memory. Events keep the order in which they were written.

/** One line of a log. */
export interface LogEvent {
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
  readonly eventId: string
}

/** A log stream. */
export interface LogStream {
  readonly name: string
  readonly createdAt: number
  readonly events: LogEvent[]
}

/** A log group. */
export interface LogGroup {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  readonly class: string
  retentionInDays: number | undefined
  kmsKeyId: string | undefined
  readonly streams: Map<string, LogStream>
}

/** All log groups by name. */
export type LogGroups = Map<string, LogGroup>

/** A new event; event ids sort in the order of writing. */
export const newEvent = (message: string, timestamp: number, now: number, sequence: number): LogEvent => ({
  timestamp,
  ingestionTime: now,
  message,
  eventId: String(sequence).padStart(56, '0'),
})

/** A new, empty stream. */
export const newStream = (name: string, now: number): LogStream => ({ name, createdAt: now, events: [] })
