import { awsError, type Shape } from '../service.ts'
import { parseEventPattern } from './event-pattern.ts'
import { parseSchedule, type Schedule } from './schedule.ts'

/** A rule of the default event bus. */
export interface Rule {
  readonly name: string
  readonly arn: string
  readonly given: Shape
  enabled: boolean
  readonly matches: ((event: unknown) => boolean) | undefined
  readonly schedule: Schedule | undefined
  readonly targets: Map<string, Shape>
  /** Ends the waiting for the next time. */
  readonly ending: AbortController
}

/** A rule out of a PutRule input (API_PutRule). */
export const ruleOf = (name: string, arn: string, given: Shape): Rule => {
  if (given.EventBusName && !/(^|\/)default$/.test(given.EventBusName))
    throw awsError('ResourceNotFoundException', `Event bus ${given.EventBusName} does not exist.`)
  const pattern = given.EventPattern
  if (!pattern && !given.ScheduleExpression)
    throw awsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.')
  return {
    name,
    arn,
    given,
    enabled: (given.State ?? 'ENABLED') !== 'DISABLED',
    matches: pattern ? parseEventPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern)) : undefined,
    schedule: given.ScheduleExpression ? parseSchedule(String(given.ScheduleExpression)) : undefined,
    targets: new Map(),
    ending: new AbortController(),
  }
}
