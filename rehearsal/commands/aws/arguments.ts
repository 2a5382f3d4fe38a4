// The command line of `aws <service> <operation> …`.
import { Refusal } from '../command-line.ts'

export interface AwsArguments {
  readonly positionals: readonly string[]
  /** Every option with its values in order; a flag without a value has an empty list. */
  readonly options: Readonly<Record<string, readonly string[]>>
}

const globals = [
  'region',
  'output',
  'query',
  'profile',
  'endpoint-url',
  'no-cli-pager',
  'no-paginate',
  'debug',
  'color',
]

/** Splits a command line; options that the command does not know are refused by name. */
export const awsArguments = (words: readonly string[], known: readonly string[]): AwsArguments => {
  const options: Record<string, string[]> = {}
  const positionals: string[] = []
  let current: string[] | undefined
  for (const word of words) {
    const option = /^--([a-z0-9-]+)(?:=(.*))?$/s.exec(word)
    if (option) {
      const name = option[1] as string
      if (!known.includes(name) && !globals.includes(name)) {
        throw new Refusal(`Unknown options: --${name}; known here: ${known.map((one) => `--${one}`).join(' ')}`, 252)
      }
      options[name] ??= []
      current = options[name]
      if (option[2] !== undefined) current?.push(option[2])
    } else if (current && !flags.has(Object.keys(options).findLast((name) => options[name] === current) ?? ''))
      current.push(word)
    else positionals.push(word)
  }
  return { positionals, options }
}

// Options that take no value, so that what follows them is a positional argument.
const flags = new Set([
  'delete',
  'dryrun',
  'quiet',
  'recursive',
  'no-progress',
  'only-show-errors',
  'size-only',
  'exact-timestamps',
  'overwrite',
  'no-overwrite',
  'with-decryption',
  'force-new-deployment',
  'no-cli-pager',
  'no-paginate',
  'debug',
  'follow-symlinks',
  'no-follow-symlinks',
])

/** The one value of an option. */
export const value = ({ options }: AwsArguments, name: string): string | undefined => options[name]?.at(-1)

/** The one value of an option that must be there. */
export const required = (given: AwsArguments, name: string): string => {
  const found = value(given, name)
  if (found === undefined) throw new Refusal(`aws: error: the following arguments are required: --${name}`, 252)
  return found
}

/** True when a flag was given. */
export const has = ({ options }: AwsArguments, name: string): boolean => name in options
