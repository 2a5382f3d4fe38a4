// The local DynamoDB: tables in memory, expressions, transactions, streams and time to live.
import { AwsError, type Operation, type Service } from '../service.ts'
import type { World } from '../world.ts'
import type { DynamoDbApi } from './api.ts'
import { batchOperations } from './items/batch-operations.ts'
import { itemOperations } from './items/item-operations.ts'
import { query } from './items/query.ts'
import { scan } from './items/scan.ts'
import { transactionOperations } from './items/transaction-operations.ts'
import { namespaced } from './refusal.ts'
import { itemsOf, type Store, tableToManage } from './store.ts'
import { streamOperations } from './streams/stream-operations.ts'
import { streamsApi } from './streams/streams-api.ts'
import { backupOperations } from './tables/backup-operations.ts'
import { tableOperations } from './tables/table-operations.ts'
import { tableProvider } from './tables/table-provider.ts'
import { timeToLiveOperations } from './tables/time-to-live.ts'

/** The local DynamoDB and its streams. */
export const dynamodb = (world: World): { readonly services: readonly Service[]; readonly api: DynamoDbApi } => {
  const store: Store = { world, tables: new Map(), streams: new Map(), transactions: new Map() }
  return {
    services: [
      {
        name: 'dynamodb',
        protocol: 'json',
        target: 'DynamoDB_20120810',
        version: '1.0',
        operations: withNamespaces({
          ...tableOperations(store),
          ...timeToLiveOperations(store),
          ...backupOperations(store),
          ...itemOperations(store),
          ...batchOperations(store),
          ...transactionOperations(store),
          Query: query(store),
          Scan: scan(store),
        }),
        resources: { 'AWS::DynamoDB::Table': tableProvider(store) },
      },
      {
        name: 'streams.dynamodb',
        protocol: 'json',
        target: 'DynamoDBStreams_20120810',
        version: '1.0',
        operations: withNamespaces(streamOperations(store)),
      },
    ],
    api: {
      streams: streamsApi(store),
      tables: () => [...store.tables.keys()],
      items: (name) => itemsOf(tableToManage(store, name)),
    },
  }
}

// The `__type` of an error carries the namespace of its service.
const withNamespaces = (operations: Service['operations']): Service['operations'] =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, Operation] => [
      name,
      async (input, call) => {
        try {
          return await operation(input, call)
        } catch (error) {
          throw error instanceof AwsError ? namespaced(error) : error
        }
      },
    ]),
  )
