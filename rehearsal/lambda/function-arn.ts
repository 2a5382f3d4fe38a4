/** What a function is called by: its name and, behind it, a version or an alias. */
export interface FunctionName {
  readonly name: string
  readonly qualifier: string | undefined
}

/**
 * Reads a name, a partial ARN (`111111111111:function:name`) or an ARN, each with or without `:qualifier`
 * (API_Invoke, FunctionName).
 */
export const parseFunctionName = (given: string, qualifier?: string): FunctionName => {
  const text = decodeURIComponent(given).replace(/^(arn:aws[\w-]*:lambda:[\w-]+:)?(\d{12}:)?(function:)?/, '')
  const [name = '', behind] = text.split(':')
  return { name, qualifier: qualifier ?? behind }
}
