import { z } from 'zod'
import type { Message, MessageGroup, User } from '../../contract.ts'
import { routes } from '../../contract.ts'
import type { Conversation, Said, Written } from '../../db/conversations.ts'
import type { Changed } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { type Endpoint, endpoint, noContent, ok, type Viewer } from '../endpoint.ts'
import { Refusal, refusals } from '../problem.ts'
import {
  groupSchema,
  groupsSchema,
  messageSchema,
  messagesSchema,
  newConversationSchema,
  newMessageSchema,
  startedSchema,
} from '../schemas/messages.ts'
import { opaquePageQuerySchema } from '../schemas/page.ts'

const params = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) })

/** Conversations of two. Those of others are as if they were not there. */
export const messageEndpoints = (deps: Deps, changed: Changed): readonly Endpoint[] => {
  const { users, sentMessages } = deps.store
  const conversations = () => deps.conversations ?? missing()

  /** Who they are today: nobody's name is kept with a message. */
  const people = async (ids: readonly string[]): Promise<(id: string) => User> => {
    const known = new Map((await users.some([...new Set(ids)])).map((user) => [user.id, user]))
    return (id) => known.get(id) ?? { id, handle: 'gone', displayName: 'Someone who left', avatarUrl: null }
  }

  /** What was written before is told of too: the request that wrote it may have ended before it did so. */
  const tell = async (viewer: Viewer, { said, conversation }: Written): Promise<Message> => {
    const message = messageOf(said, await people([said.authorId]))
    const sent = { ...said, authorId: viewer.id, otherId: conversation.otherId }
    await Promise.all([sentMessages.tell(sent, message), sentMessages.note(sent)])
    await changed()
    return message
  }

  return [
    endpoint({
      id: 'messageGroups',
      method: 'get',
      path: routes.groups,
      summary: 'The conversations, the one with the newest message first',
      access: 'user',
      query: opaquePageQuerySchema,
      answers: { 200: groupsSchema },
      refusals: [503],
      async run({ query, viewer }) {
        const { groups, next } = await conversations().groups(viewer.id, query)
        const who = await people(groups.map(({ otherId }) => otherId))
        return ok({ groups: groups.map((group) => groupOf(group, who)), next })
      },
    }),
    endpoint({
      id: 'messageGroup',
      method: 'get',
      path: routes.group,
      summary: 'A conversation',
      access: 'user',
      params,
      answers: { 200: groupSchema },
      refusals: [503],
      async run({ params: { id }, viewer }) {
        const group = await conversations().group(viewer.id, id)
        return ok(groupOf(group, await people([group.otherId])))
      },
    }),
    endpoint({
      id: 'messages',
      method: 'get',
      path: routes.messagesOf,
      summary: 'The messages of a conversation, newest first',
      access: 'user',
      params,
      query: opaquePageQuerySchema,
      answers: { 200: messagesSchema },
      refusals: [503],
      async run({ params: { id }, query, viewer }) {
        const { messages, next } = await conversations().messages(viewer.id, id, query)
        const who = await people(messages.map(({ authorId }) => authorId))
        return ok({ messages: messages.map((said) => messageOf(said, who)), next })
      },
    }),
    endpoint({
      id: 'writeMessage',
      method: 'post',
      path: routes.messagesOf,
      summary: 'Writes in a conversation',
      access: 'user',
      takesKey: true,
      params,
      body: newMessageSchema,
      answers: { 201: messageSchema },
      refusals: [409, 503],
      async run({ params: { id }, body, viewer, key }) {
        const written = await conversations().write(viewer.id, id, { message: body.message, key })
        return { status: 201, body: await tell(viewer, written) }
      },
    }),
    endpoint({
      id: 'readMessages',
      method: 'post',
      path: routes.groupRead,
      summary: 'Says that the messages of a conversation are read',
      access: 'user',
      params,
      answers: { 204: null },
      refusals: [503],
      async run({ params: { id }, viewer }) {
        await conversations().read(viewer.id, id)
        return noContent
      },
    }),
    endpoint({
      id: 'startConversation',
      method: 'post',
      path: routes.conversations,
      summary: 'Writes to someone, in the conversation there is or in a new one',
      access: 'user',
      takesKey: true,
      body: newConversationSchema,
      answers: { 201: startedSchema },
      refusals: [404, 409, 503],
      async run({ body, viewer, key }) {
        const other = await users.byHandle(body.handle)
        if (!other) throw refusals.notFound('user')
        if (other.id === viewer.id) throw toOneself()
        const written = await conversations().start(viewer.id, other.id, { message: body.message, key })
        const message = await tell(viewer, written)
        return { status: 201, body: { group: groupOf(written.conversation, () => other), message } }
      },
    }),
  ]
}

function missing(): never {
  throw refusals.notConfigured('Messaging')
}

const toOneself = () =>
  new Refusal({
    title: 'What you sent cannot be used',
    status: 422,
    code: 'invalid',
    errors: [{ path: 'handle', message: 'must be someone else' }],
  })

const groupOf = (
  { otherId, id, message, lastMessageAt, unread }: Conversation,
  who: (id: string) => User,
): MessageGroup => ({
  id,
  with: who(otherId),
  message,
  lastMessageAt,
  unread,
})

const messageOf = ({ authorId, id, groupId, message, createdAt }: Said, who: (id: string) => User): Message => ({
  id,
  groupId,
  author: who(authorId),
  message,
  createdAt,
})
