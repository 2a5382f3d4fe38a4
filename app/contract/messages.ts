import type { User } from './users.ts'

/** A conversation with `with`, its last message, and how many the reader has not read. */
export type MessageGroup = {
  readonly id: string
  readonly with: User
  readonly message: string
  readonly lastMessageAt: string
  readonly unread: number
}

/** One page of the reader's conversations, the one with the newest message first. */
export type MessageGroups = { readonly groups: readonly MessageGroup[]; readonly next: string | null }

/** A message of a conversation. */
export type Message = {
  readonly id: string
  readonly groupId: string
  readonly author: User
  readonly message: string
  readonly createdAt: string
}

/** One page of a conversation, newest first. */
export type Messages = { readonly messages: readonly Message[]; readonly next: string | null }

/** What `POST /api/message-groups/:id/messages` takes. */
export type NewMessage = { readonly message: string }

/** What `POST /api/messages` takes: the first message to someone, or one more in the conversation there is. */
export type NewConversation = { readonly handle: string; readonly message: string }

/** What `POST /api/messages` answers. */
export type Started = { readonly group: MessageGroup; readonly message: Message }
