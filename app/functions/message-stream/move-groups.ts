import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'

/** A record of the stream of the messages' table, as far as it is read. */
export type StreamRecord = {
  readonly eventName?: string
  readonly dynamodb?: { readonly SequenceNumber?: string; readonly NewImage?: Record<string, AttributeValue> }
}

/** A message as its conversation's rows show it. */
export type LastMessage = {
  readonly id: string
  readonly groupId: string
  readonly members: readonly [string, string]
  readonly message: string
  readonly createdAt: string
}

/** A record that is a message and lacks what a message has. */
export class NotAMessage extends Error {
  override name = 'NotAMessage'
}

/** The message that a record tells of; undefined for anything but a new message. */
export function messageIn({ eventName, dynamodb = {} }: StreamRecord): LastMessage | undefined {
  const { NewImage: item = {}, SequenceNumber } = dynamodb
  if (eventName !== 'INSERT' || !item.pk?.S?.startsWith('MSG#')) return undefined
  const text = (name: string): string => {
    const value = item[name]?.S
    if (value !== undefined) return value
    throw new NotAMessage(`record ${SequenceNumber} of ${item.pk?.S} is a message without "${name}"`)
  }
  return {
    id: text('sk'),
    groupId: text('group_id'),
    members: [text('author_id'), text('other_id')],
    message: text('message'),
    createdAt: text('created_at'),
  }
}

/**
 * Makes a message the last one of its conversation in the rows of both members, unless a newer one is already: so
 * records may come twice, late or out of order.
 */
export async function moveGroups(client: DynamoDBClient, TableName: string, last: LastMessage): Promise<void> {
  await Promise.all(
    last.members.map(async (member) => {
      const command = new UpdateItemCommand({
        TableName,
        Key: { pk: { S: `USER#${member}` }, sk: { S: `GROUP#${last.groupId}` } },
        ConditionExpression: 'attribute_exists(pk) AND last_message_id < :id',
        UpdateExpression: 'SET last_message_id = :id, message = :message, last_message_at = :at',
        ExpressionAttributeValues: {
          ':id': { S: last.id },
          ':message': { S: last.message },
          ':at': { S: last.createdAt },
        },
      })
      await client.send(command).catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error
      })
    }),
  )
}
