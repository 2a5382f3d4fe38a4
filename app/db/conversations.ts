/** A conversation as one of its two members sees it: whom it is with, its last message, what they have not read. */
export type Conversation = {
  readonly id: string
  readonly otherId: string
  readonly message: string
  readonly lastMessageAt: string
  readonly unread: number
}

/** A message; who its author is called today is not kept with it. */
export type Said = {
  readonly id: string
  readonly groupId: string
  readonly authorId: string
  readonly message: string
  readonly createdAt: string
}

/** Which items are asked for: at most `limit`, before the one whose opaque `next` this is. */
export type Before = { readonly limit: number; readonly before?: string | undefined }

/** What is written; the same `key` again is the same message. */
export type Saying = { readonly message: string; readonly key?: string | undefined }

/** What came of writing; `isNew` is false when the key was used before. */
export type Written = { readonly said: Said; readonly conversation: Conversation; readonly isNew: boolean }

/**
 * Conversations of two. Users are the UUIDs of the `users` table. Whoever asks for a conversation that is not theirs, or
 * is not there, gets ConversationNotFound: the two cannot be told apart. An opaque `before` that no answer gave is a
 * CursorNotValid. All lists are newest first.
 */
export type Conversations = {
  groups(me: string, page: Before): Promise<{ groups: readonly Conversation[]; next: string | null }>
  group(me: string, groupId: string): Promise<Conversation>
  messages(me: string, groupId: string, page: Before): Promise<{ messages: readonly Said[]; next: string | null }>
  /** Writes in a conversation; the unread counter of the other grows, that of the writer is zero. */
  write(me: string, groupId: string, saying: Saying): Promise<Written>
  /** Writes to someone: in the conversation the two have, else in a new one. There is only ever one. */
  start(me: string, other: string, saying: Saying): Promise<Written>
  /** Nothing of this conversation is unread any more. */
  read(me: string, groupId: string): Promise<void>
}

/** There is no such conversation among those of the one who asks. */
export class ConversationNotFound extends Error {
  override name = 'ConversationNotFound'
}

/** A `before` that no page gave. */
export class CursorNotValid extends Error {
  override name = 'CursorNotValid'
}

/** A key that came with another message before. */
export class KeyReused extends Error {
  override name = 'KeyReused'
}
