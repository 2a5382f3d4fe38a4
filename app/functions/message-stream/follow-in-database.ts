import { sql } from 'kysely'
import { channel } from '../../db/events.ts'
import type { Queries } from '../../db/queries.ts'
import { sentMessagesOf } from '../../db/sent-messages.ts'
import type { LastMessage } from './move-groups.ts'

/**
 * Counts messages in the numbers of their days, and notifies whoever was not notified yet, since the server that wrote a
 * message may have ended before it did. Both happen once for a message, however often the stream brings it.
 */
export async function followInDatabase(db: Queries, messages: readonly LastMessage[]): Promise<void> {
  const sent = sentMessagesOf(db)
  await sent.count(messages)
  for (const { id, groupId, members } of messages)
    await sent.note({ id, groupId, authorId: members[0], otherId: members[1] })
  await sql`select pg_notify(${channel}, '')`.execute(db)
}
