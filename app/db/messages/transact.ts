import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import type { Item } from './items.ts'

/** What came of a transaction: for each of its actions the item that stood against it, or undefined. */
export type Outcome = { readonly done: true } | { readonly done: false; readonly against: readonly (Item | boolean)[] }

/** What transactions are written with. */
export type Writing = { readonly client: DynamoDBClient; readonly wait: (milliseconds: number) => Promise<void> }

const attempts = 8

/**
 * Writes all or nothing. Two who write the same item at the same time stand in each other's way: DynamoDB refuses one
 * of them, the SDK does not try again, this does. The token makes a repeated request the same request.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export async function transact(
  { client, wait }: Writing,
  token: string,
  actions: readonly TransactWriteItem[],
): Promise<Outcome> {
  const command = new TransactWriteItemsCommand({ TransactItems: [...actions], ClientRequestToken: token })
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(command)
      return { done: true }
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error
      const reasons = error.CancellationReasons ?? []
      const failed = reasons.map(({ Code, Item }) => Code === 'ConditionalCheckFailed' && (Item ?? true))
      if (failed.some(Boolean)) return { done: false, against: failed }
      if (attempt === attempts || !reasons.some(({ Code }) => Code === 'TransactionConflict')) throw error
      await wait(attempt * 15)
    }
  }
}
