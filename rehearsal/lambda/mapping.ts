// An event source mapping: what is read, in what portions, and what becomes of what cannot be handled.
// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
import { parseEventPattern } from '../events/event-pattern.ts'
import { awsError, type Shape } from '../service.ts'
import { invalid } from './settings.ts'

/** A mapping with its settings, checked. */
export interface Mapping {
  readonly uuid: string
  readonly arn: string
  readonly functionArn: string
  readonly kind: 'stream' | 'queue'
  readonly given: Shape
  readonly sourceArn: string
  readonly enabled: boolean
  readonly batchSize: number
  /** How long a portion may wait to fill, in milliseconds. */
  readonly window: number
  readonly bisects: boolean
  /** -1 is for ever. */
  readonly retries: number
  /** In milliseconds; -1 is for ever. */
  readonly oldest: number
  readonly reports: boolean
  readonly onFailure: string | undefined
  readonly filters: readonly ((event: unknown) => boolean)[]
  readonly modified: Date
}

const number = (
  name: string,
  value: unknown,
  { from, to, usual }: { from: number; to: number; usual: number },
): number => {
  const found = Number(value ?? usual)
  if (Number.isInteger(found) && found >= from && found <= to) return found
  throw awsError('InvalidParameterValueException', `${name} is ${value}; it must be from ${from} to ${to}`)
}

const filtersOf = (given: Shape): Mapping['filters'] =>
  ((given.FilterCriteria?.Filters ?? []) as Shape[]).map(({ Pattern }) => parseEventPattern(String(Pattern)))

/** What only the surroundings know of a mapping. */
export interface Identity {
  readonly uuid: string
  readonly arn: string
  readonly functionArn: string
  readonly modified: Date
}

/** A mapping out of an input with every member. */
export const mappingOf = (identity: Identity, given: Shape): Mapping => {
  const sourceArn = String(given.EventSourceArn ?? '')
  const kind = sourceArn.includes(':dynamodb:') ? 'stream' : sourceArn.includes(':sqs:') ? 'queue' : undefined
  if (!kind)
    throw invalid(`Unrecognized event source ${sourceArn}; the local AWS reads DynamoDB streams and SQS queues`)
  if (kind === 'stream' && !['TRIM_HORIZON', 'LATEST'].includes(given.StartingPosition))
    throw invalid(`StartingPosition is ${given.StartingPosition}; for a stream it is TRIM_HORIZON or LATEST`)
  const age = number('MaximumRecordAgeInSeconds', given.MaximumRecordAgeInSeconds, { from: -1, to: 604_800, usual: -1 })
  const portion = kind === 'stream' ? { from: 1, to: 10_000, usual: 100 } : { from: 1, to: 10_000, usual: 10 }
  return {
    ...identity,
    kind,
    given,
    sourceArn,
    enabled: String(given.Enabled ?? true) === 'true',
    batchSize: number('BatchSize', given.BatchSize, portion),
    window:
      1_000 *
      number('MaximumBatchingWindowInSeconds', given.MaximumBatchingWindowInSeconds, { from: 0, to: 300, usual: 0 }),
    bisects: String(given.BisectBatchOnFunctionError ?? false) === 'true',
    retries: number('MaximumRetryAttempts', given.MaximumRetryAttempts, { from: -1, to: 10_000, usual: -1 }),
    oldest: age < 0 ? -1 : age * 1_000,
    reports: (given.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    onFailure: given.DestinationConfig?.OnFailure?.Destination,
    filters: filtersOf(given),
  }
}

/** A mapping as the API shows it. */
export const mappingShape = (mapping: Mapping): Shape => ({
  ...mapping.given,
  FunctionName: undefined,
  Enabled: undefined,
  UUID: mapping.uuid,
  EventSourceMappingArn: mapping.arn,
  FunctionArn: mapping.functionArn,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.window / 1_000,
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  StateTransitionReason: 'USER_INITIATED',
  LastModified: mapping.modified,
  LastProcessingResult: 'No records processed',
  ...(mapping.kind === 'stream' && {
    ParallelizationFactor: Number(mapping.given.ParallelizationFactor ?? 1),
    BisectBatchOnFunctionError: mapping.bisects,
    MaximumRetryAttempts: mapping.retries,
    MaximumRecordAgeInSeconds: mapping.oldest < 0 ? -1 : mapping.oldest / 1_000,
  }),
})
