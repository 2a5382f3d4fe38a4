import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { AwsAddress } from './aws-calls.ts'
import { type Embedded, type EmbeddedOptions, startLocalAws } from './local-aws.generated.js'

/** A local AWS of our own, with what SDK clients need to call it. */
export type LocalAws = Embedded & {
  readonly client: AwsAddress
  readonly dynamodb: DynamoDBClient
}

/** Starts DynamoDB, Cognito, S3, SQS, EventBridge and Lambda in this process, on a free port. */
export async function startAws(options: EmbeddedOptions = {}): Promise<LocalAws> {
  const aws = await startLocalAws(options)
  const client = { endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials }
  const dynamodb = new DynamoDBClient(client)
  return {
    ...aws,
    client,
    dynamodb,
    async stop() {
      dynamodb.destroy()
      await aws.stop()
    },
  }
}
