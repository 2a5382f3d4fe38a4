import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Conversations } from '../conversations.ts'
import { dynamodbConversations } from './dynamodb-conversations.ts'
import { ulids } from './ulid.ts'

/** Where the table is: without an endpoint and keys of a local AWS, where the environment of the process says. */
export type MessagesTable = {
  readonly table: string
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined
}

/** The conversations in a table, and how to end the connections to it; `watch` gets the client before it is used. */
export function connectMessages(
  { table, ...where }: MessagesTable,
  watch?: (client: DynamoDBClient) => void,
): { conversations: Conversations; close(): void } {
  const given = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined))
  const client = new DynamoDBClient({
    ...given,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
  })
  watch?.(client)
  const newId = ulids({ now: Date.now, random: () => BigInt(`0x${randomBytes(10).toString('hex')}`) })
  return {
    conversations: dynamodbConversations({
      client,
      table,
      newId,
      now: () => new Date(),
      // Not in step with whoever stood in the way.
      wait: (milliseconds) => wait(milliseconds * (0.5 + Math.random())),
    }),
    close: () => client.destroy(),
  }
}
