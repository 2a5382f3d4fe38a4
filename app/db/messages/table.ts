/** The names of the table's parts, as `launchway.config.ts` makes them too. */
export const tableNames = {
  partition: 'pk',
  sort: 'sk',
  /** The conversations of a user by their newest message. */
  recent: { index: 'recent', partition: 'member_id', sort: 'last_message_id' },
  /** Seconds since 1970 after which an item may go. */
  expires: 'expires_at',
} as const

const { partition, sort, recent } = tableNames
const text = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const })
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
]

/** What CreateTable takes for such a table, for a machine where no delivery makes it. */
export const tableInput = (name: string) => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [partition, sort, recent.partition, recent.sort].map(text),
  KeySchema: keys(partition, sort),
  GlobalSecondaryIndexes: [
    {
      IndexName: recent.index,
      KeySchema: keys(recent.partition, recent.sort),
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const },
})
