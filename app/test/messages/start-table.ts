import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Conversations } from '../../db/conversations.ts'
import { connectMessages } from '../../db/messages/connect-messages.ts'
import type { Item } from '../../db/messages/items.ts'
import { tableInput } from '../../db/messages/table.ts'
import { type LocalAws, startAws } from '../../dev/local-aws.ts'

/** A table of its own in a local AWS, and conversations in it. */
export type Table = {
  readonly aws: LocalAws
  readonly name: string
  readonly streamArn: string
  /** What one more server has. */
  another(): Conversations
  /** Writes an item past the app. */
  put(item: Item): Promise<unknown>
  stop(): Promise<void>
}

/** Starts it. */
export async function startTable(): Promise<Table> {
  const aws = await startAws({ speed: 100 })
  const name = 'messages'
  const client = new DynamoDBClient(aws.client)
  const { TableDescription } = await client.send(new CreateTableCommand(tableInput(name)))
  const open: (() => void)[] = []
  return {
    aws,
    name,
    streamArn: TableDescription?.LatestStreamArn ?? '',
    another() {
      const { conversations, close } = connectMessages({ table: name, ...aws.client })
      open.push(close)
      return conversations
    },
    put: (Item) => client.send(new PutItemCommand({ TableName: name, Item })),
    async stop() {
      client.destroy()
      for (const close of open) close()
      await aws.stop()
    },
  }
}
