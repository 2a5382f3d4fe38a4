import type { EventSource, Func } from '#model'
import { pascal } from '#model'
import type { Value } from '#model/value.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { type Layers, present } from './layers.ts'

/** What event sources need to know. */
export interface Around {
  readonly running: Resource<'AWS::Lambda::Function'>
  readonly failures: Value<'queue-arn'>
  readonly layers: Layers
}

/** True for a function whose events nobody waits for: what fails must be kept somewhere. */
export const needsFailures = (func: Func): boolean =>
  func.on.some(({ event }) => event !== 'request' && event !== 'confirmed')

/** What starts the function. Requests and confirmed accounts are connected where the API and the pool are. */
export const sourcesOf = (func: Func, around: Around): readonly AnyResource[] =>
  func.on.flatMap((source): readonly AnyResource[] => {
    if (source.event === 'object-created') return createdRule(source, around)
    if (source.event === 'scheduled') return scheduleRule(source, func.on.indexOf(source), around)
    return source.event === 'stream' ? [streamMapping(source, around)] : []
  })

type Source<E extends EventSource['event']> = Extract<EventSource, { event: E }>

/**
 * A new object, by EventBridge: the bucket's own notifications would make bucket and function need each other.
 * Amazon S3 User Guide, "Using EventBridge".
 */
const createdRule = ({ of, prefix }: Source<'object-created'>, around: Around) => {
  const assets = present(around.layers.assets, 'the assets').exports
  const bucket = present(assets[`${of.name}-bucket-name`], `bucket ${of.name}`)
  return ruleOf(`${pascal(of.name)}Created`, around, {
    Description: `New objects in ${of.name}`,
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [bucket] }, ...(prefix !== undefined && { object: { key: [{ prefix }] } }) },
    },
  })
}

const scheduleRule = ({ expression }: Source<'scheduled'>, at: number, around: Around) =>
  ruleOf(`Schedule${at + 1}`, around, { Description: expression, ScheduleExpression: expression })

type RuleProperties = Parameters<typeof resource<'AWS::Events::Rule'>>[2]

const ruleOf = (id: string, { running, failures }: Around, given: RuleProperties): readonly AnyResource[] => {
  const rule = resource(id, 'AWS::Events::Rule', {
    ...given,
    State: 'ENABLED',
    Targets: [{ Id: 'function', Arn: running.att('Arn'), DeadLetterConfig: { Arn: failures } }],
  })
  const permission = resource(`${id}MayCall`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: running.ref,
    Principal: 'events.amazonaws.com',
    SourceArn: rule.att('Arn'),
  })
  return [rule, permission]
}

/**
 * Changes of a table: from the oldest that is kept, in order per item; a batch that fails is halved until only the bad
 * record is left, which goes to the queue instead of stopping all that follow.
 * AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", "Retaining discarded records".
 */
const streamMapping = ({ of }: Source<'stream'>, { running, failures, layers }: Around) => {
  const tables = present(layers.tables, 'the tables').exports
  return resource(`${pascal(of.name)}Changes`, 'AWS::Lambda::EventSourceMapping', {
    EventSourceArn: present(tables[`${of.name}-stream-arn`], `the stream of ${of.name}`),
    FunctionName: running.ref,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
    ParallelizationFactor: 1,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 5,
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: failures } },
  })
}
