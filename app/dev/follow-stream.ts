import { awsCalls } from './aws-calls.ts'
import type { Embedded } from './local-aws.generated.js'

/** Starts a function with the changes of a table; what it cannot do goes to a queue, whose ARN this gives. */
export async function followStream(
  aws: Embedded,
  { streamArn, functionArn, retries = 5 }: { streamArn: string; functionArn: string; retries?: number },
): Promise<{ queueUrl: string }> {
  const { json, rest } = awsCalls(aws)
  const { QueueUrl } = await json<{ QueueUrl: string }>('AmazonSQS.CreateQueue', { QueueName: 'failures' })
  await rest('lambda', 'POST', '/2015-03-31/event-source-mappings', {
    EventSourceArn: streamArn,
    FunctionName: functionArn,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: retries,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:${aws.region}:${aws.account}:failures` } },
  })
  return { queueUrl: QueueUrl }
}
