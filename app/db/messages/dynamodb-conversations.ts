import { GetItemCommand, QueryCommand, type QueryCommandInput, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import {
  type Before,
  type Conversation,
  ConversationNotFound,
  type Conversations,
  CursorNotValid,
  type Saying,
  type Written,
} from '../conversations.ts'
import { conversationOf, type Item, saidOf, textOf } from './items.ts'
import { groupIdOf, memberKey } from './keys.ts'
import { tableNames } from './table.ts'
import { isUlid } from './ulid.ts'
import { type Desk, type Route, writeMessage } from './write-message.ts'

/**
 * Conversations in one DynamoDB table. The row of a member says that they are one, what they have not read, and, once
 * the function on the table's stream was there, which message is the last. All lists go on by the id of the last item,
 * over any number of years.
 */
export function dynamodbConversations(desk: Desk): Conversations {
  const { client, table: TableName } = desk

  const rowOf = async (me: string, groupId: string): Promise<Item> => {
    const Key = { ...memberKey(me, groupId) }
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))
    return Item ?? missing()
  }
  const page = async (input: Omit<QueryCommandInput, 'TableName'>, sort: string, { limit, before }: Before) => {
    if (before !== undefined && !isUlid(before)) throw new CursorNotValid('no such page')
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        ScanIndexForward: false,
        // One more than the page holds says whether there is a next one.
        Limit: limit + 1,
        ...input,
        ...(before !== undefined && {
          KeyConditionExpression: `${input.KeyConditionExpression} AND ${sort} < :before`,
          ExpressionAttributeValues: { ...input.ExpressionAttributeValues, ':before': { S: before } },
        }),
      }),
    )
    const items = Items.slice(0, limit)
    const last = items.at(-1)
    return { items, next: last && Items.length > limit ? textOf(last, sort) : null }
  }
  const written = async (route: Route, isNew: boolean, saying: Saying): Promise<Written | undefined> => {
    const attempt = await writeMessage(desk, { ...route, isNew }, saying)
    if (attempt.outcome === 'moved') return undefined
    const { said } = attempt
    if (attempt.outcome === 'repeated')
      return { said, conversation: conversationOf(await rowOf(route.me, route.groupId)), isNew: false }
    const seen = { message: said.message, lastMessageAt: said.createdAt, unread: 0 }
    return { said, conversation: { id: route.groupId, otherId: route.other, ...seen }, isNew: true }
  }

  return {
    async groups(me, before) {
      const { index, partition, sort } = tableNames.recent
      const mine = { KeyConditionExpression: `${partition} = :me`, ExpressionAttributeValues: { ':me': { S: me } } }
      const { items, next } = await page({ ...mine, IndexName: index }, sort, before)
      return { groups: items.map(conversationOf), next }
    },
    group: async (me, groupId): Promise<Conversation> => conversationOf(await rowOf(me, groupId)),
    async messages(me, groupId, before) {
      const input = {
        KeyConditionExpression: 'pk = :group',
        ExpressionAttributeValues: { ':group': { S: `MSG#${groupId}` } },
        ConsistentRead: true,
      }
      const [{ items, next }] = await Promise.all([page(input, 'sk', before), rowOf(me, groupId)])
      return { messages: items.map(saidOf), next }
    },
    async write(me, groupId, saying) {
      const { otherId: other } = conversationOf(await rowOf(me, groupId))
      return (await written({ me, other, groupId }, false, saying)) ?? missing()
    },
    async start(me, other, saying) {
      const route = { me, other, groupId: groupIdOf(me, other) }
      // Most conversations that are started are there already; and whoever comes second to a new one finds it there.
      for (const isNew of [false, true, false]) {
        const done = await written(route, isNew, saying)
        if (done) return done
      }
      throw new Error(`conversation ${route.groupId} is there for one of its members only`)
    },
    async read(me, groupId) {
      const reset = new UpdateItemCommand({
        TableName,
        Key: { ...memberKey(me, groupId) },
        ConditionExpression: 'attribute_exists(pk)',
        UpdateExpression: 'SET unread = :none',
        ExpressionAttributeValues: { ':none': { N: '0' } },
      })
      await client.send(reset).catch((error: unknown) => {
        throw error instanceof Error && error.name === 'ConditionalCheckFailedException' ? notFound() : error
      })
    },
  }
}

const notFound = () => new ConversationNotFound('no such conversation')

function missing(): never {
  throw notFound()
}
