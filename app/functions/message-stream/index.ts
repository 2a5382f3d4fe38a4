import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { databaseOf } from '../database.ts'
import { required } from '../environment.ts'
import { log } from '../log.ts'
import { followInDatabase } from './follow-in-database.ts'
import { messageIn, moveGroups, type StreamRecord } from './move-groups.ts'

const client = new DynamoDBClient({})
const table = required('MESSAGES_TABLE')
// Where no database is given, the rows of the conversations are all there is to keep.
const withDatabase = process.env.PGHOST ? databaseOf(process.env, log) : undefined

/**
 * Keeps the rows of a conversation's members at its last message, and brings the messages into PostgreSQL's numbers.
 * What fails is thrown: Lambda halves the batch until the bad record is alone, tries it a few times and puts it into the
 * queue; what was done twice by then does no harm.
 */
export const handler = async ({ Records }: { readonly Records: readonly StreamRecord[] }): Promise<void> => {
  const messages = []
  for (const record of Records) {
    const last = messageIn(record)
    if (!last) continue
    await moveGroups(client, table, last)
    messages.push(last)
  }
  if (messages.length > 0) await withDatabase?.((db) => followInDatabase(db, messages))
}
