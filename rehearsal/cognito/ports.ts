// What Cognito asks of the other local services.
import { awsError } from '../service.ts'

/** Who calls a function, for its resource policy. */
export interface FunctionCaller {
  readonly service: 'cognito-idp.amazonaws.com'
  /** The ARN of the pool. */
  readonly sourceArn: string
  readonly account: string
}

/** How a Lambda function is called: with a JSON value, answered by a JSON value or by what went wrong inside it. */
export type InvokeFunction = (
  functionArn: string,
  payload: unknown,
  caller: FunctionCaller,
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

/** The ports over a Lambda that takes and gives JSON text. */
export const functionsOf = (lambda: {
  readonly invoke: (
    functionArn: string,
    payload: string,
    caller: FunctionCaller,
  ) => Promise<{ readonly payload: string; readonly functionError?: string }>
}): CognitoPorts => ({
  invoke: async (functionArn, event, caller) => {
    const { payload, functionError } = await lambda.invoke(functionArn, JSON.stringify(event), caller)
    return { payload: payload ? JSON.parse(payload) : undefined, functionError }
  },
})
