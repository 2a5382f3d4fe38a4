// The local EventBridge: the default bus, rules by pattern and by the clock, targets that are functions and queues.
import { AwsError, awsError, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { NewEvent, RuleCare } from './care.ts'
import { eventOperations } from './operations.ts'
import { ruleResources } from './resources.ts'
import { type Rule, ruleOf } from './rule.ts'
import { targetInput } from './target-input.ts'

/** What the local EventBridge needs from the services around it. */
export interface EventPorts {
  /** Hands an event to a function on behalf of a rule; throws when it may not. */
  readonly invoke: (functionArn: string, payload: string, ruleArn: string) => void
  readonly send: (queueArn: string, body: string, attributes?: Readonly<Record<string, string>>) => void
  readonly queueExists: (queueArn: string) => boolean
}

/** EventBridge as other services use it. */
export interface EventsApi {
  /** Puts an event on the default bus and gives its id. */
  readonly put: (event: NewEvent) => string
}

/** The local EventBridge. */
export const events = (world: World, ports: EventPorts): { readonly service: Service; readonly api: EventsApi } => {
  const rules = new Map<string, Rule>()
  const ended = new AbortController()

  const lost = (rule: Rule, target: Shape, body: string, error: AwsError) => {
    const dead = target.DeadLetterConfig?.Arn
    world.notice({ from: 'events', subject: rule.name, says: `target ${target.Arn} was not reached: ${error.message}` })
    if (!dead) return
    ports.send(String(dead), body, {
      RULE_ARN: rule.arn,
      TARGET_ARN: String(target.Arn),
      ERROR_CODE: error.code === 'AccessDeniedException' ? 'NO_PERMISSIONS' : 'NO_RESOURCE',
      ERROR_MESSAGE: error.message,
    })
  }
  const deliver = (rule: Rule, event: Shape) => {
    for (const target of rule.targets.values()) {
      const arn = String(target.Arn)
      const body = targetInput(target, event, rule)
      try {
        if (arn.includes(':lambda:')) ports.invoke(arn, body, rule.arn)
        else if (arn.includes(':sqs:')) {
          if (!ports.queueExists(arn)) throw awsError('ResourceNotFoundException', `${arn} does not exist`)
          ports.send(arn, body)
        } else
          world.notice({ from: 'events', subject: rule.name, says: `would tell ${arn}, which is not there locally` })
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        lost(rule, target, body, error)
      }
    }
  }
  const put = (given: NewEvent): string => {
    const id = world.id()
    const event = {
      version: '0',
      id,
      'detail-type': given.detailType,
      source: given.source,
      account: world.account,
      time: (given.time ?? world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: world.region,
      resources: given.resources ?? [],
      detail: given.detail,
    }
    for (const rule of rules.values()) if (rule.enabled && rule.matches?.(event)) deliver(rule, event)
    return id
  }
  const keepTime = async (rule: Rule) => {
    const signal = AbortSignal.any([rule.ending.signal, ended.signal])
    let from = world.clock.now()
    while (!signal.aborted) {
      const due = rule.schedule?.(from)
      if (!due) return
      await world.clock.sleep(due.getTime() - world.clock.now().getTime(), signal)
      if (signal.aborted) return
      from = due
      if (!rule.enabled) continue
      const time = due.toISOString().replace(/\.\d+Z$/, 'Z')
      const { account, region } = world
      const about = { version: '0', id: world.id(), 'detail-type': 'Scheduled Event', source: 'aws.events' }
      deliver(rule, { ...about, account, time, region, resources: [rule.arn], detail: {} })
    }
  }

  const care: RuleCare = {
    rules,
    putEvent: put,
    put: (name, given) => {
      const before = rules.get(name)
      const rule = ruleOf(name, `arn:aws:events:${world.region}:${world.account}:rule/${name}`, given)
      for (const [id, target] of before?.targets ?? []) rule.targets.set(id, target)
      before?.ending.abort()
      rules.set(name, rule)
      if (rule.schedule) void keepTime(rule)
      return rule
    },
    setTargets: (rule, targets) => {
      for (const target of targets) rule.targets.set(String(target.Id), target)
      if (rule.targets.size > 5)
        throw awsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.')
    },
    remove: (name) => {
      rules.get(name)?.ending.abort()
      rules.delete(name)
    },
  }
  return {
    service: {
      name: 'events',
      protocol: 'json',
      target: 'AWSEvents',
      operations: eventOperations(care),
      resources: { 'AWS::Events::Rule': ruleResources(care) },
      stop: async () => ended.abort(),
    },
    api: { put },
  }
}
