import type { AttributeValue, Item } from './values/attribute-value.ts'

/** One change of one item, as a stream holds it and as a function receives it. */
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
export interface StreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventVersion: '1.1'
  readonly eventSource: 'aws:dynamodb'
  readonly awsRegion: string
  readonly dynamodb: {
    /** Seconds since 1970, rounded down. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: Item
    readonly NewImage?: Item
    readonly OldImage?: Item
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: StreamViewType
  }
  /** There when Time to Live removed the item. */
  readonly userIdentity?: { readonly Type: 'Service'; readonly PrincipalId: 'dynamodb.amazonaws.com' }
}

/** What a stream keeps of each change. */
export type StreamViewType = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY'

/** Streams, read in process by what stands for Lambda's event source mapping. */
export interface StreamsApi {
  /** Whether there is such a stream; one that is disabled stays readable for a day. */
  readonly exists: (streamArn: string) => boolean
  /** The records after a sequence number, or from the oldest kept one, oldest first. */
  readonly records: (streamArn: string, after: string | undefined, limit: number) => readonly StreamRecord[]
  /** The sequence number of the newest record; what LATEST starts after. */
  readonly latest: (streamArn: string) => string | undefined
  /** Calls `wake` after each operation that appended records; the result ends that. */
  readonly onRecords: (streamArn: string, wake: () => void) => () => void
}

/** DynamoDB, called in process. */
export interface DynamoDbApi {
  readonly streams: StreamsApi
  readonly tables: () => readonly string[]
  /** Every item of a table, in the order of a scan. */
  readonly items: (table: string) => readonly Readonly<Record<string, AttributeValue>>[]
}
