import type { Invocation } from './runtime-client.ts'

/** The context object: Lambda Developer Guide, "Using the Lambda context object to retrieve Node.js function information". */
export interface InvocationContext {
  callbackWaitsForEmptyEventLoop: boolean
  readonly functionName: string | undefined
  readonly functionVersion: string | undefined
  readonly invokedFunctionArn: string
  readonly memoryLimitInMB: string | undefined
  readonly awsRequestId: string
  readonly logGroupName: string | undefined
  readonly logStreamName: string | undefined
  readonly clientContext?: unknown
  readonly getRemainingTimeInMillis: () => number
}

/** The context of one invocation. */
export const invocationContext = (
  { id, headers }: Invocation,
  env: Readonly<Record<string, string | undefined>>,
): InvocationContext => {
  const client = headers['lambda-runtime-client-context']
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: String(headers['lambda-runtime-invoked-function-arn'] ?? ''),
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: id,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    ...(client !== undefined && { clientContext: JSON.parse(String(client)) }),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
}
