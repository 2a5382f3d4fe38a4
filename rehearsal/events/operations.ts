// The operations of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html
import { awsError, type Operation, type Shape } from '../service.ts'
import type { RuleCare } from './care.ts'
import { parseEventPattern } from './event-pattern.ts'
import type { Rule } from './rule.ts'

const shapeOf = (rule: Rule): Shape => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: 'default',
  State: rule.enabled ? 'ENABLED' : 'DISABLED',
  Description: rule.given.Description,
  EventPattern:
    rule.given.EventPattern &&
    (typeof rule.given.EventPattern === 'string' ? rule.given.EventPattern : JSON.stringify(rule.given.EventPattern)),
  ScheduleExpression: rule.given.ScheduleExpression,
})

const largest = 1_048_576

/** The operations, by name. */
export const eventOperations = (care: RuleCare): Readonly<Record<string, Operation>> => {
  const named = (name: unknown): Rule => {
    const rule = care.rules.get(String(name))
    if (rule) return rule
    throw awsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`)
  }
  const enable =
    (enabled: boolean): Operation =>
    ({ Name }) => {
      named(Name).enabled = enabled
      return {}
    }
  const entry = (given: Shape): Shape => {
    const { Source, DetailType, Detail, Resources, Time } = given
    const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => !value)
    if (missing)
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${missing[0]} is not valid. Reason: ${missing[0]} is a required argument.`,
      }
    let detail: unknown
    try {
      detail = JSON.parse(String(Detail))
    } catch {
      // Told below.
    }
    if (typeof detail !== 'object' || detail === null)
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
    const time = Time === undefined ? {} : { time: new Date(Number(Time) * 1_000) }
    const EventId = care.putEvent({
      source: String(Source),
      detailType: String(DetailType),
      detail,
      resources: Resources ?? [],
      ...time,
    })
    return { EventId }
  }
  return {
    PutRule: ({ Name, ...given }) => ({ RuleArn: care.put(String(Name), given).arn }),
    DescribeRule: ({ Name }) => shapeOf(named(Name)),
    ListRules: ({ NamePrefix = '' }) => ({
      Rules: [...care.rules.values()].filter(({ name }) => name.startsWith(NamePrefix)).map(shapeOf),
    }),
    ListRuleNamesByTarget: ({ TargetArn }) => ({
      RuleNames: [...care.rules.values()]
        .filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === TargetArn))
        .map(({ name }) => name),
    }),
    DeleteRule: ({ Name }) => {
      if ((care.rules.get(String(Name))?.targets.size ?? 0) > 0)
        throw awsError('ValidationException', "Rule can't be deleted since it has targets.")
      care.remove(String(Name))
      return {}
    },
    EnableRule: enable(true),
    DisableRule: enable(false),
    PutTargets: ({ Rule: name, Targets = [] }) => {
      care.setTargets(named(name), Targets)
      return { FailedEntryCount: 0, FailedEntries: [] }
    },
    RemoveTargets: ({ Rule: name, Ids = [] }) => {
      for (const id of Ids) named(name).targets.delete(id)
      return { FailedEntryCount: 0, FailedEntries: [] }
    },
    ListTargetsByRule: ({ Rule: name }) => ({ Targets: [...named(name).targets.values()] }),
    PutEvents: ({ Entries = [] }) => {
      if (Entries.length < 1 || Entries.length > 10)
        throw awsError(
          'ValidationException',
          `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
        )
      if (Buffer.byteLength(JSON.stringify(Entries)) > largest)
        throw awsError('ValidationException', `Total size of the entries in the request is over the limit.`)
      const results = (Entries as Shape[]).map(entry)
      return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results }
    },
    TestEventPattern: ({ EventPattern, Event }) => ({
      Result: parseEventPattern(String(EventPattern))(JSON.parse(String(Event))),
    }),
  }
}
