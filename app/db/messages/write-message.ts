import { createHash } from 'node:crypto'
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { KeyReused, type Said, type Saying } from '../conversations.ts'
import { type Item, memberItem, messageItem, saidOf } from './items.ts'
import { memberKey, onceKey } from './keys.ts'
import { tableNames } from './table.ts'
import { transact, type Writing } from './transact.ts'

/** Where messages are written, and what their ids and times come from. */
export type Desk = Writing & { readonly table: string; readonly newId: () => string; readonly now: () => Date }

/** Who writes to whom, and where. */
export type Route = { readonly me: string; readonly other: string; readonly groupId: string }

/** What came of it: written now, written before with the same key, or the conversation is not as it was taken to be. */
export type Attempt = { readonly outcome: 'written' | 'repeated'; readonly said: Said } | { readonly outcome: 'moved' }

/** How long a key stands for what it was used for first: a client that repeats itself does so within the day. */
const keySeconds = 86_400

/**
 * Writes a message in one transaction with what must be true for it. In a conversation that there is, the writer must be
 * a member; a new one must not be there yet, so that two first messages at once make one conversation. `moved` says that
 * this did not hold. A key that was used before writes nothing.
 */
export async function writeMessage(desk: Desk, route: Route & { isNew: boolean }, saying: Saying): Promise<Attempt> {
  const { me, other, groupId, isNew } = route
  const said: Said = {
    id: desk.newId(),
    groupId,
    authorId: me,
    message: saying.message,
    createdAt: desk.now().toISOString(),
  }
  const members = isNew ? newMembers(desk.table, said, route) : knownMembers(desk.table, route)
  const message = { Put: { TableName: desk.table, Item: messageItem(said, other), ConditionExpression: absent } }
  const once = saying.key === undefined ? [] : [onceOnly(desk, said, saying.key)]
  const result = await transact(desk, said.id, [...members, message, ...once])
  if (result.done) return { outcome: 'written', said }
  const before = result.against[members.length + 1]
  if (typeof before !== 'object') return { outcome: 'moved' }
  return { outcome: 'repeated', said: repeated(before, said) }
}

const absent = 'attribute_not_exists(pk)'

const newMembers = (TableName: string, said: Said, { me, other }: Route): readonly TransactWriteItem[] =>
  [
    { userId: me, otherId: other, unread: 0 },
    { userId: other, otherId: me, unread: 1 },
  ].map((side) => ({ Put: { TableName, Item: memberItem(said, side), ConditionExpression: absent } }))

// Whoever writes has read. Which message is the last one is not said here: that follows the stream.
const knownMembers = (TableName: string, { me, other, groupId }: Route): readonly TransactWriteItem[] => [
  {
    Update: {
      TableName,
      Key: { ...memberKey(me, groupId) },
      ConditionExpression: 'attribute_exists(pk)',
      UpdateExpression: 'SET unread = :none',
      ExpressionAttributeValues: { ':none': { N: '0' } },
    },
  },
  {
    Update: {
      TableName,
      Key: { ...memberKey(other, groupId) },
      ConditionExpression: 'attribute_exists(pk)',
      UpdateExpression: 'ADD unread :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  },
]

const onceOnly = ({ table, now }: Desk, said: Said, key: string): TransactWriteItem => ({
  Put: {
    TableName: table,
    Item: {
      ...messageItem(said, ''),
      ...onceKey(said.authorId, key),
      message_id: { S: said.id },
      message: { S: hashOf(said.message) },
      [tableNames.expires]: { N: String(Math.floor(now().getTime() / 1000) + keySeconds) },
    },
    ConditionExpression: absent,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

function repeated(before: Item, said: Said): Said {
  const first = saidOf(before)
  if (first.groupId !== said.groupId || first.message !== hashOf(said.message))
    throw new KeyReused('this key came with another message')
  return { ...first, id: before.message_id?.S ?? '', message: said.message }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')
