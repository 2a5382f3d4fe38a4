import { awsError } from '../../service.ts'
import type { StreamsApi } from '../api.ts'
import type { Store } from '../store.ts'
import { keptFor, type Stream, sequenceAfter } from './stream.ts'

/** A stream by its ARN; one that was disabled more than a day ago is gone. */
export const streamNamed = ({ streams, world }: Pick<Store, 'streams' | 'world'>, arn: unknown): Stream => {
  const found = streams.get(String(arn))
  const closedAt = found?.closedAt()?.getTime()
  if (found && closedAt !== undefined && closedAt + keptFor < world.clock.now().getTime()) streams.delete(found.arn)
  else if (found) return found
  throw awsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`)
}

/** Streams, read in process. */
export const streamsApi = (store: Store): StreamsApi => ({
  exists: (arn) => store.streams.has(arn),
  records: (arn, after, limit) =>
    streamNamed(store, arn).from(after === undefined ? undefined : sequenceAfter(after), limit),
  latest: (arn) => streamNamed(store, arn).latest(),
  onRecords: (arn, wake) => {
    const { wakers } = streamNamed(store, arn)
    wakers.add(wake)
    return () => void wakers.delete(wake)
  },
})
