// The `aws` command on a build's PATH: the operations that generated artifacts use, with the same words and output.
import { type CommandLine, Refusal } from '../command-line.ts'
import { awsArguments, value } from './arguments.ts'
import { operations } from './operations.ts'
import { printed } from './print.ts'
import { select } from './query.ts'
import { s3 } from './s3.ts'

interface SdkError extends Error {
  readonly $metadata?: unknown
}

const withoutMetadata = (result: unknown): unknown => {
  if (result === null || typeof result !== 'object' || Array.isArray(result)) return result
  const { $metadata: _, ...rest } = result as Record<string, unknown>
  return rest
}

const operationName = (name: string) =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

/** Runs one `aws` command line; gives its exit status. */
export const aws = async (line: CommandLine): Promise<number> => {
  const [service = '', operation = '', ...rest] = line.args
  if (service === '--version') {
    line.out('aws-cli/2.0.0 launchway/local')
    return 0
  }
  const known = operations[`${service} ${operation}`]
  if (service !== 's3' && !known) {
    const names = [...Object.keys(operations), 's3 cp', 's3 sync', 's3 rm', 's3 ls'].sort().join(', ')
    throw new Refusal(`aws ${service} ${operation}: not known to the aws of the local build; known: ${names}`, 252)
  }
  try {
    if (!known) {
      await s3([operation, ...rest], line)
      return 0
    }
    const given = awsArguments(rest, known.options)
    const result = withoutMetadata(await known.run(given, line))
    if (result === undefined) return 0
    const query = value(given, 'query')
    const selected = query === undefined ? result : select(result, query)
    const plain = JSON.parse(JSON.stringify(selected)) as unknown
    line.out(
      typeof plain === 'string' && known.options.length === 0 && query === undefined
        ? plain
        : printed(plain, value(given, 'output') ?? line.env.AWS_DEFAULT_OUTPUT),
    )
    return 0
  } catch (error) {
    if (!(error instanceof Error) || (error as SdkError).$metadata === undefined) throw error
    throw new Refusal(
      `An error occurred (${error.name}) when calling the ${operationName(operation)} operation: ${error.message}`,
      254,
    )
  }
}
