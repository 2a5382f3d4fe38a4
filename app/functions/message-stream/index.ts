import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { required } from '../environment.ts'
import { messageIn, moveGroups, type StreamRecord } from './move-groups.ts'

const client = new DynamoDBClient({})
const table = required('MESSAGES_TABLE')

/**
 * Keeps the rows of a conversation's members at its last message. What fails is thrown: Lambda halves the batch until
 * the bad record is alone, tries it a few times and puts it into the queue; what was done twice by then does no harm.
 */
export const handler = async ({ Records }: { readonly Records: readonly StreamRecord[] }): Promise<void> => {
  for (const record of Records) {
    const last = messageIn(record)
    if (last) await moveGroups(client, table, last)
  }
}
