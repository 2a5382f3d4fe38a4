// One stream: the changes of one table in their order, for a day, in one shard.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
import type { StreamRecord, StreamViewType } from '../api.ts'
import type { Item } from '../values/attribute-value.ts'
import { itemSize } from '../values/size-of.ts'

/** What happened to an item. */
export interface Change {
  readonly keys: Item
  readonly before: Item | undefined
  readonly after: Item | undefined
  readonly byTimeToLive: boolean
}

/** What a stream is made with. */
export interface StreamOptions {
  readonly arn: string
  readonly label: string
  readonly tableName: string
  readonly viewType: StreamViewType
  readonly region: string
  readonly now: () => Date
  readonly id: () => string
}

/** A stream. */
export interface Stream extends StreamOptions {
  readonly shardId: string
  readonly createdAt: Date
  readonly append: (change: Change) => void
  /** The kept records whose sequence numbers are not below this one; all of them without one. */
  readonly from: (sequence: string | undefined, limit: number) => readonly StreamRecord[]
  /** The sequence number of the next record. */
  readonly next: () => string
  /** The sequence number of the newest record there has been. */
  readonly latest: () => string | undefined
  /** The sequence number of the oldest record that is kept, or of the next one. */
  readonly oldest: () => string
  readonly close: () => void
  readonly closedAt: () => Date | undefined
  readonly wakers: Set<() => void>
}

/** How long records are kept. */
export const keptFor = 24 * 60 * 60 * 1000

const sequenceOf = (count: number): string => `1${String(count).padStart(20, '0')}`

/** The sequence number one above this. */
export const sequenceAfter = (sequence: string): string => sequenceOf(Number(sequence.slice(1)) + 1)

/** Makes an enabled stream. */
export const makeStream = (options: StreamOptions): Stream => {
  const { viewType, now } = options
  const records: StreamRecord[] = []
  const wakers = new Set<() => void>()
  const createdAt = now()
  let first = 1
  let closedAt: Date | undefined
  let waking = false

  // Once for each operation, when all of its records are there.
  const wakeAll = () => {
    if (waking) return
    waking = true
    queueMicrotask(() => {
      waking = false
      for (const wake of [...wakers]) wake()
    })
  }
  const trim = () => {
    const oldest = (now().getTime() - keptFor) / 1000
    const isOld = (record: StreamRecord | undefined) => record && record.dynamodb.ApproximateCreationDateTime < oldest
    let gone = 0
    while (isOld(records[gone])) gone += 1
    if (gone === 0) return
    records.splice(0, gone)
    first += gone
  }
  const next = () => sequenceOf(first + records.length)

  return {
    ...options,
    shardId: `shardId-${String(createdAt.getTime()).padStart(20, '0')}-${options.id().replaceAll('-', '').slice(0, 8)}`,
    createdAt,
    append: ({ keys, before, after, byTimeToLive }) => {
      trim()
      const images = {
        ...(after && wantsNew(viewType) && { NewImage: after }),
        ...(before && wantsOld(viewType) && { OldImage: before }),
      }
      records.push({
        eventID: options.id().replaceAll('-', ''),
        eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: options.region,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(now().getTime() / 1000),
          Keys: keys,
          ...images,
          SequenceNumber: next(),
          SizeBytes: [keys, ...Object.values(images)].reduce((sum, image) => sum + itemSize(image), 0),
          StreamViewType: viewType,
        },
        ...(byTimeToLive && { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } as const }),
      })
      wakeAll()
    },
    from: (sequence, limit) => {
      trim()
      const start = sequence === undefined ? 0 : Math.max(0, Number(sequence.slice(1)) - first)
      return records.slice(start, start + limit)
    },
    next,
    latest: () => (first + records.length > 1 ? sequenceOf(first + records.length - 1) : undefined),
    oldest: () => {
      trim()
      return sequenceOf(first)
    },
    close: () => {
      closedAt ??= now()
    },
    closedAt: () => closedAt,
    wakers,
  }
}

const wantsNew = (type: StreamViewType): boolean => type === 'NEW_IMAGE' || type === 'NEW_AND_OLD_IMAGES'

const wantsOld = (type: StreamViewType): boolean => type === 'OLD_IMAGE' || type === 'NEW_AND_OLD_IMAGES'
