import { awsError } from '../../service.ts'
import { invalid } from '../refusal.ts'

/** A place in a stream: the sequence number to read next, and when the iterator was given out. */
export interface ShardIterator {
  readonly arn: string
  readonly next: string
  readonly at: number
}

// "A shard iterator expires 15 minutes after it is returned to the requester."
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
const validFor = 15 * 60 * 1000

/** An iterator as the wire carries it. */
export const printIterator = ({ arn, next, at }: ShardIterator): string =>
  `${arn}|1|${Buffer.from(JSON.stringify([next, at])).toString('base64')}`

/** Reads an iterator, refusing one that has expired. */
export const parseIterator = (given: string, now: number): ShardIterator => {
  const [arn = '', , state = ''] = given.split('|')
  const [next, at] = parseState(state)
  if (typeof next !== 'string' || typeof at !== 'number') throw invalid('Invalid ShardIterator')
  if (at + validFor < now) {
    throw awsError('ExpiredIteratorException', 'The iterator has expired: it is older than 15 minutes')
  }
  return { arn, next, at }
}

const parseState = (state: string): readonly unknown[] => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(state, 'base64').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
