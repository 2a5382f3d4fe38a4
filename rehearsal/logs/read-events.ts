import { awsError, type Shape } from '../service.ts'
import type { LogEvent, LogStream } from './log-store.ts'

const positionOf = (token: string): { readonly direction: 'f' | 'b'; readonly index: number } => {
  const [, direction, digits] = /^([fb])\/(\d{1,56})$/.exec(token) ?? []
  if (!direction) throw awsError('InvalidParameterException', 'The specified nextToken is invalid.')
  return { direction: direction as 'f' | 'b', index: Number(digits) }
}

const token = (direction: 'f' | 'b', index: number) => `${direction}/${String(index).padStart(56, '0')}`

const inRange = (input: Shape) => (event: LogEvent) =>
  event.timestamp >= (input.startTime ?? 0) && event.timestamp < (input.endTime ?? Number.POSITIVE_INFINITY)

/**
 * One page of a stream. At the end of the stream the token that was passed comes back, so a follower simply asks again
 * (API_GetLogEvents).
 */
export const readEvents = (stream: LogStream, input: Shape): Shape => {
  const limit = Math.min(input.limit ?? 10_000, 10_000)
  const events = stream.events.filter(inRange(input))
  const from = input.nextToken === undefined ? undefined : positionOf(input.nextToken)
  const backward = from ? from.direction === 'b' : !input.startFromHead
  const end = backward ? Math.min(from?.index ?? events.length, events.length) : undefined
  const start = end === undefined ? Math.min(from?.index ?? 0, events.length) : Math.max(0, end - limit)
  const page = events.slice(start, end ?? start + limit)
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: token('f', start + page.length),
    nextBackwardToken: token('b', start),
  }
}
