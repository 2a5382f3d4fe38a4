import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Conversation, Said } from '../conversations.ts'
import { memberKey, messageKey } from './keys.ts'

/** An item as the SDK has it. */
export type Item = Record<string, AttributeValue>

/** A conversation from the side of one member. */
export type Side = { readonly userId: string; readonly otherId: string; readonly unread: number }

/** The item of a message; who else reads it is kept with it, for whoever follows the stream. */
export const messageItem = (said: Said, otherId: string): Item => ({
  ...messageKey(said.groupId, said.id),
  group_id: { S: said.groupId },
  author_id: { S: said.authorId },
  other_id: { S: otherId },
  message: { S: said.message },
  created_at: { S: said.createdAt },
})

/** The item of a member, as it is when the conversation begins with a message. */
export const memberItem = (said: Said, { userId, otherId, unread }: Side): Item => ({
  ...memberKey(userId, said.groupId),
  member_id: { S: userId },
  group_id: { S: said.groupId },
  other_id: { S: otherId },
  unread: { N: String(unread) },
  last_message_id: { S: said.id },
  message: { S: said.message },
  last_message_at: { S: said.createdAt },
})

/** The message of an item. */
export const saidOf = (item: Item): Said => ({
  id: textOf(item, 'sk'),
  groupId: textOf(item, 'group_id'),
  authorId: textOf(item, 'author_id'),
  message: textOf(item, 'message'),
  createdAt: textOf(item, 'created_at'),
})

/** The conversation of a member's item. */
export const conversationOf = (item: Item): Conversation => ({
  id: textOf(item, 'group_id'),
  otherId: textOf(item, 'other_id'),
  message: textOf(item, 'message'),
  lastMessageAt: textOf(item, 'last_message_at'),
  unread: Number(item.unread?.N ?? 0),
})

/** A text of an item that always has it. */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S
  if (text === undefined) throw new Error(`item ${item.pk?.S} ${item.sk?.S} has no "${name}"`)
  return text
}
