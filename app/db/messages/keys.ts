import { createHash } from 'node:crypto'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** A primary key. */
export type Key = { readonly pk: AttributeValue; readonly sk: AttributeValue }

const key = (pk: string, sk: string): Key => ({ pk: { S: pk }, sk: { S: sk } })

/** The row of one member of a conversation: that it is there is the membership. */
export const memberKey = (userId: string, groupId: string): Key => key(`USER#${userId}`, `GROUP#${groupId}`)

/** A message: those of a conversation lie together, in the order of their ids. */
export const messageKey = (groupId: string, messageId: string): Key => key(`MSG#${groupId}`, messageId)

/** What a client's key stood for the first time. The client's text is hashed: it may be anything, and long. */
export const onceKey = (userId: string, given: string): Key => key(`ONCE#${userId}`, hash(given))

/** The one conversation of two people: whoever of them starts it, and however often, it has this id. */
export const groupIdOf = (one: string, other: string): string => hash([one, other].sort().join(' ')).slice(0, 22)

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
