// DynamoDB Streams as its own API has them.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
import { awsError, type Service, type Shape } from '../../service.ts'
import { oneOf, required, whole } from '../constraints.ts'
import { invalid } from '../refusal.ts'
import type { Store } from '../store.ts'
import { keySchema } from '../tables/describe-table.ts'
import { parseIterator, printIterator } from './iterator.ts'
import { type Stream, sequenceAfter } from './stream.ts'
import { streamNamed } from './streams-api.ts'

const iteratorTypes = ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const

/** The operations of the streams service. */
export const streamOperations = (store: Store): Service['operations'] => ({
  ListStreams: (input) => {
    const limit = whole(input, 'Limit', { low: 1, high: 100 }) ?? 100
    const all = [...store.streams.values()]
      .filter(({ tableName }) => input.TableName === undefined || tableName === input.TableName)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1))
    const after = input.ExclusiveStartStreamArn ?? ''
    const rest = all.filter(({ arn }) => arn > after)
    const page = rest.slice(0, limit)
    return {
      Streams: page.map(({ arn, label, tableName }) => ({ StreamArn: arn, StreamLabel: label, TableName: tableName })),
      ...(rest.length > limit && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
    }
  },
  DescribeStream: (input) => {
    required(input, 'StreamArn')
    const stream = streamNamed(store, input.StreamArn)
    const keys = store.tables.get(stream.tableName)?.keys
    return {
      StreamDescription: {
        StreamArn: stream.arn,
        StreamLabel: stream.label,
        TableName: stream.tableName,
        StreamStatus: stream.closedAt() ? 'DISABLED' : 'ENABLED',
        StreamViewType: stream.viewType,
        CreationRequestDateTime: stream.createdAt,
        ...(keys && { KeySchema: keySchema(keys) }),
        Shards: input.ExclusiveStartShardId === undefined ? [shardOf(stream)] : [],
      },
    }
  },
  GetShardIterator: (input) => {
    required(input, 'StreamArn', 'ShardId', 'ShardIteratorType')
    const stream = streamNamed(store, input.StreamArn)
    if (input.ShardId !== stream.shardId) {
      throw awsError('ResourceNotFoundException', `Requested resource not found: Shard does not exist`)
    }
    const at = store.world.clock.now().getTime()
    return { ShardIterator: printIterator({ arn: stream.arn, next: startOf(stream, input), at }) }
  },
  GetRecords: (input) => {
    required(input, 'ShardIterator')
    const limit = whole(input, 'Limit', { low: 1, high: 1000 }) ?? 1000
    const now = store.world.clock.now().getTime()
    const { arn, next } = parseIterator(String(input.ShardIterator), now)
    const stream = streamNamed(store, arn)
    if (next < stream.oldest()) throw trimmed()
    const records = stream.from(next, limit)
    const last = records.at(-1)?.dynamodb.SequenceNumber
    const follow = last === undefined ? next : sequenceAfter(last)
    const ended = stream.closedAt() !== undefined && follow >= stream.next()
    return {
      Records: records,
      ...(!ended && { NextShardIterator: printIterator({ arn, next: follow, at: now }) }),
    }
  },
})

const shardOf = (stream: Stream): Shape => ({
  ShardId: stream.shardId,
  SequenceNumberRange: {
    StartingSequenceNumber: stream.oldest(),
    ...(stream.closedAt() && { EndingSequenceNumber: stream.latest() ?? stream.oldest() }),
  },
})

const trimmed = () =>
  awsError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard: records are kept for 24 hours',
  )

const startOf = (stream: Stream, input: Shape): string => {
  const type = oneOf(input, 'ShardIteratorType', iteratorTypes)
  if (type === 'TRIM_HORIZON') return stream.oldest()
  if (type === 'LATEST') return stream.next()
  const given = String(input.SequenceNumber ?? '')
  if (!/^\d{21,40}$/.test(given)) throw invalid(`The SequenceNumber of a ${type} iterator is missing or malformed`)
  const start = type === 'AT_SEQUENCE_NUMBER' ? given : sequenceAfter(given)
  if (start < stream.oldest()) throw trimmed()
  if (start > stream.next()) throw invalid('Invalid SequenceNumber: it is beyond the end of the shard')
  return start
}
