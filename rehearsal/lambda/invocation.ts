// One invocation: what goes in, how it ended, what comes out.
import type { Exit } from '../processes/spawn-child.ts'
import type { Said } from './runtime-api.ts'
import type { Settings } from './state.ts'

/** What an execution environment is asked to do. */
export interface InvocationRequest {
  readonly requestId: string
  readonly functionArn: string
  readonly payload: Buffer
  readonly clientContext?: string
}

/** What came of it. `log` holds the lines of this invocation. */
export interface Outcome {
  readonly payload: Buffer
  readonly functionError?: 'Unhandled'
  readonly status: 'success' | 'error' | 'timeout' | 'failure'
  readonly errorType?: string
  readonly log: readonly string[]
}

/** How an invocation ended. */
export type Ending =
  | Said
  | { readonly kind: 'exit'; readonly exit: Exit }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'init-timeout' }
  | { readonly kind: 'memory' }

// Lambda Developer Guide, "Lambda quotas": 6 MB, and this many bytes in the message.
const largestResponse = 6_291_556

const failed = (errorType: string, errorMessage: string, status: Outcome['status'] = 'failure') => ({
  payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
  functionError: 'Unhandled' as const,
  status,
  errorType,
})

const reasonOf = ({ code, signal, error }: Exit): string => {
  if (error) return `Couldn't find valid bootstrap(s): ${error.message}`
  if (signal)
    return `Runtime exited with error: signal: ${signal === 'SIGKILL' ? 'killed' : signal === 'SIGABRT' ? 'aborted' : signal.toLowerCase()}`
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`
}

/** The outcome of an ending (Lambda Developer Guide, "Troubleshoot execution issues in Lambda"). */
export const outcomeOf = (ending: Ending, requestId: string, settings: Settings): Omit<Outcome, 'log'> => {
  const said = (text: string) => `RequestId: ${requestId} Error: ${text}`
  switch (ending.kind) {
    case 'response':
      return ending.body.length > largestResponse
        ? failed(
            'Function.ResponseSizeTooLarge',
            `Response payload size exceeded maximum allowed payload size (${largestResponse} bytes).`,
            'error',
          )
        : { payload: ending.body, status: 'success' }
    case 'error':
    case 'init-error':
      return { payload: ending.body, functionError: 'Unhandled', status: 'error', errorType: ending.type }
    case 'timeout':
      return failed('Sandbox.Timedout', said(`Task timed out after ${settings.timeout.toFixed(2)} seconds`), 'timeout')
    case 'init-timeout':
      return failed('Sandbox.Timedout', said('Init phase timed out after 10.00 seconds'), 'timeout')
    case 'memory':
      return failed('Runtime.OutOfMemory', said('Runtime exited with error: signal: killed'))
    case 'exit':
      return failed('Runtime.ExitError', said(reasonOf(ending.exit)))
  }
}
