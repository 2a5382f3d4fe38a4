import { z } from 'zod'
import {
  limits,
  type Message,
  type MessageGroup,
  type MessageGroups,
  type Messages,
  type NewConversation,
  type NewMessage,
  type Started,
} from '../../contract.ts'
import { handleSchema, instantSchema, textOf } from './text.ts'
import { userSchema } from './users.ts'

const message = textOf('the message', limits.directMessage)

/** What a message must carry. */
export const newMessageSchema: z.ZodType<NewMessage> = z.object({ message }, 'must be a JSON object with "message"')

/** What a message to someone must carry. */
export const newConversationSchema: z.ZodType<NewConversation> = z.object(
  { handle: handleSchema, message },
  'must be a JSON object with "handle" and "message"',
)

export const messageSchema: z.ZodType<Message> = z.strictObject({
  id: z.string(),
  groupId: z.string(),
  author: userSchema,
  message: z.string(),
  createdAt: instantSchema,
})

export const messagesSchema: z.ZodType<Messages> = z.strictObject({
  messages: z.array(messageSchema),
  next: z.string().nullable(),
})

export const groupSchema: z.ZodType<MessageGroup> = z.strictObject({
  id: z.string(),
  with: userSchema,
  message: z.string(),
  lastMessageAt: instantSchema,
  unread: z.int(),
})

export const groupsSchema: z.ZodType<MessageGroups> = z.strictObject({
  groups: z.array(groupSchema),
  next: z.string().nullable(),
})

export const startedSchema: z.ZodType<Started> = z.strictObject({ group: groupSchema, message: messageSchema })
