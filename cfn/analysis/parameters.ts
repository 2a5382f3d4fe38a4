// The Parameters section: from what a caller gives to the values that Ref gives.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
import type { TemplateParameter } from './template.ts'

/** What parameter values are made from. */
export interface GivenParameters {
  readonly definitions: Readonly<Record<string, TemplateParameter>>
  /** The text given per parameter; a parameter left out takes its default. */
  readonly given: Readonly<Record<string, string>>
  /** The value of a Systems Manager parameter, for the `AWS::SSM::Parameter::Value<…>` types. */
  readonly ssm?: (name: string) => string | undefined
}

/** The values that Ref gives, and in AWS's words what is wrong with what was given. */
export interface ParameterValues {
  readonly values: Readonly<Record<string, unknown>>
  /** The text behind each value: what was given, or the default. */
  readonly texts: Readonly<Record<string, string>>
  /** What Systems Manager answered, for parameters of an SSM type. */
  readonly fetched: Readonly<Record<string, string>>
  readonly problems: readonly string[]
}

/** Checks and converts parameters. A problem leaves its parameter without a value. */
export const parameterValues = ({ definitions, given, ssm }: GivenParameters): ParameterValues => {
  const foreign = Object.keys(given).filter((name) => !(name in definitions))
  const missing = Object.keys(definitions).filter((name) => textFor(name, definitions, given) === undefined)
  const problems = [
    ...(foreign.length ? [`Parameters: [${foreign.join(', ')}] do not exist in the template`] : []),
    ...(missing.length ? [`Parameters: [${missing.join(', ')}] must have values`] : []),
  ]
  const texts: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  const fetched: Record<string, string> = {}
  const unfetched: string[] = []
  for (const [name, definition] of Object.entries(definitions)) {
    const text = textFor(name, definitions, given)
    if (text === undefined) continue
    texts[name] = text
    const problem = problemOf(name, definition, text)
    if (problem) problems.push(problem)
    const stored = ssmTypeOf(definition.Type)
    if (!stored) {
      values[name] = valueOfText(definition.Type, text)
      continue
    }
    const found = ssm?.(text)
    if (found === undefined) unfetched.push(text)
    else {
      fetched[name] = found
      values[name] = valueOfText(stored, found)
    }
  }
  if (unfetched.length && ssm) {
    problems.push(`Unable to fetch parameters [${unfetched.join(',')}] from parameter store for this account.`)
  }
  return { values, texts, fetched, problems }
}

/** The type inside `AWS::SSM::Parameter::Value<…>`; undefined for every other type. */
const ssmTypeOf = (type: string): string | undefined => /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1]

const textFor = (
  name: string,
  definitions: GivenParameters['definitions'],
  given: GivenParameters['given'],
): string | undefined => {
  const text = given[name] ?? definitions[name]?.Default
  return text === undefined ? undefined : String(text)
}

/** What Ref gives for the text of a parameter: a list, a number, or the text. */
export const valueOfText = (type: string, text: string): unknown => {
  if (type === 'Number') return Number(text)
  if (type === 'List<Number>') return itemsOf(text).map(Number)
  return type === 'CommaDelimitedList' || type.startsWith('List<') ? itemsOf(text) : text
}

const itemsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(',').map((item) => item.trim()))

const problemOf = (name: string, definition: TemplateParameter, text: string): string | undefined => {
  const failed = definition.ConstraintDescription
    ? `Parameter ${name} failed to satisfy constraint: ${definition.ConstraintDescription}`
    : undefined
  const list = definition.Type === 'CommaDelimitedList' || definition.Type.startsWith('List<')
  const parts = list ? itemsOf(text) : [text]
  const { AllowedValues: allowed, AllowedPattern: pattern } = definition
  if (definition.Type.includes('Number') && parts.some((part) => part.trim() === '' || Number.isNaN(Number(part)))) {
    return `Parameter '${name}' must be a number`
  }
  if (allowed && parts.some((part) => !allowed.map(String).includes(part))) {
    return failed ?? `Parameter '${name}' must be one of AllowedValues`
  }
  if (pattern !== undefined && parts.some((part) => !matches(pattern, part))) {
    return failed ?? `Parameter '${name}' must match pattern ${pattern}`
  }
  const short = bound(definition.MinLength, (limit) => text.length < limit)
  if (short) return failed ?? `Parameter '${name}' must contain at least ${definition.MinLength} characters`
  const long = bound(definition.MaxLength, (limit) => text.length > limit)
  if (long) return failed ?? `Parameter '${name}' must contain at most ${definition.MaxLength} characters`
  const low = bound(definition.MinValue, (limit) => parts.some((part) => Number(part) < limit))
  if (low) return failed ?? `Parameter '${name}' must be a number not less than ${definition.MinValue}`
  const high = bound(definition.MaxValue, (limit) => parts.some((part) => Number(part) > limit))
  if (high) return failed ?? `Parameter '${name}' must be a number not greater than ${definition.MaxValue}`
  return undefined
}

const bound = (limit: number | string | undefined, broken: (limit: number) => boolean): boolean =>
  limit !== undefined && broken(Number(limit))

// AllowedPattern is a Java expression that has to match the whole value; one JavaScript cannot read is let through.
const matches = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text)
  } catch {
    return true
  }
}
