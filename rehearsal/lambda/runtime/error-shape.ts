/** An error as a function's caller sees it: Lambda Developer Guide, "Node.js function errors in AWS Lambda". */
export interface ErrorShape {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

/** The shape of whatever was thrown. */
export const errorShape = (thrown: unknown): ErrorShape => {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] }
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') }
}

/** An error of the runtime itself, by its documented type. */
export const runtimeError = (type: string, message: string, cause?: unknown): Error => {
  const error = new Error(message, { cause })
  error.name = type
  if (cause instanceof Error)
    error.stack = `${type}: ${message}\n${(cause.stack ?? '').split('\n').slice(1).join('\n')}`
  else error.stack = (error.stack ?? '').replace(/^Error/, type)
  return error
}
