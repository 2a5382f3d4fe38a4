// What Cognito asks of the other local services.
import { awsError } from '../service.ts'

/** How a Lambda function is called: with a JSON value, answered by a JSON value or by what went wrong inside it. */
export type InvokeFunction = (
  functionArn: string,
  payload: unknown,
) => Promise<{ readonly payload: unknown; readonly functionError?: string | undefined }>

/** What the triggers need. An `invoke` that cannot reach the function throws AWS's error. */
export interface CognitoPorts {
  readonly invoke: InvokeFunction
}

/** The ports of a local AWS without functions. */
export const noFunctions: CognitoPorts = {
  invoke: async (functionArn) => {
    throw awsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404)
  },
}
