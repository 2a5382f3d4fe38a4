// Event patterns: which events a rule, or an event source mapping, is about.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
import { awsError, type Shape } from '../service.ts'

type Test = (values: readonly unknown[]) => boolean

const refuse = (reason: string) =>
  awsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`)

const texts = (values: readonly unknown[]) => values.filter((value): value is string => typeof value === 'string')
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/(\\\*|\\\\|\*)/)
      .map((part) => (part === '*' ? '.*' : part.replace(/^\\([*\\])$/, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('')}$`,
    's',
  )

const comparisons: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '=': (value, wanted) => value === wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
}

const numeric = (given: unknown): Test => {
  const parts = listOf(given)
  const checks: ((value: number) => boolean)[] = []
  for (let at = 0; at < parts.length; at += 2) {
    const compare = comparisons[String(parts[at])]
    const wanted = parts[at + 1]
    if (!compare || typeof wanted !== 'number') throw refuse(`Unrecognized numeric range operator: ${parts[at]}`)
    checks.push((value) => compare(value, wanted))
  }
  if (checks.length === 0) throw refuse('Invalid member in numeric match: ]')
  return (values) => values.some((value) => typeof value === 'number' && checks.every((check) => check(value)))
}

const prefix = (given: unknown): Test => {
  if (typeof given === 'object' && given !== null) {
    const wanted = String((given as Shape)['equals-ignore-case']).toLowerCase()
    return (values) => texts(values).some((value) => value.toLowerCase().startsWith(wanted))
  }
  return (values) => texts(values).some((value) => value.startsWith(String(given)))
}

const suffix = (given: unknown): Test => {
  if (typeof given === 'object' && given !== null) {
    const wanted = String((given as Shape)['equals-ignore-case']).toLowerCase()
    return (values) => texts(values).some((value) => value.toLowerCase().endsWith(wanted))
  }
  return (values) => texts(values).some((value) => value.endsWith(String(given)))
}

const equalsIgnoreCase = (given: unknown): Test => {
  const wanted = listOf(given).map((one) => String(one).toLowerCase())
  return (values) => texts(values).some((value) => wanted.includes(value.toLowerCase()))
}

const wild = (given: unknown): Test => {
  const patterns = listOf(given).map((one) => wildcard(String(one)))
  return (values) => texts(values).some((value) => patterns.some((pattern) => pattern.test(value)))
}

// Anything but needs a value: an absent one is something else.
const anythingBut = (given: unknown): Test => {
  const test =
    typeof given === 'object' && given !== null && !Array.isArray(given) ? negatable(given as Shape) : oneOf(given)
  return (values) => values.length > 0 && values.some((value) => !test([value]))
}

const oneOf = (given: unknown): Test => {
  const wanted = listOf(given)
  return (values) => values.some((value) => wanted.includes(value))
}

const negatable = (given: Shape): Test => {
  const [[operator = '', value] = []] = Object.entries(given)
  const made = operators[operator]
  if (!made || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator))
    throw refuse(`Unsupported anything-but pattern: ${operator}`)
  const tests = listOf(value).map((one) => made(one))
  return (values) => tests.some((test) => test(values))
}

const operators: Readonly<Record<string, (given: unknown) => Test>> = {
  prefix,
  suffix,
  wildcard: wild,
  numeric,
  'equals-ignore-case': equalsIgnoreCase,
  'anything-but': anythingBut,
  exists: (given) => (values) => values.length > 0 === (given === true),
  cidr: () => {
    throw refuse('the local AWS does not match cidr')
  },
}

const leaf = (choices: readonly unknown[]): Test => {
  const tests = choices.map((choice): Test => {
    if (typeof choice !== 'object' || choice === null) return (values) => values.includes(choice)
    const entries = Object.entries(choice)
    const [[operator = '', given] = []] = entries
    const made = operators[operator]
    if (!made || entries.length !== 1) throw refuse(`Unrecognized match type ${operator}`)
    return made(given)
  })
  return (values) => tests.some((test) => test(values))
}

// The values at a place of an event: those of every item where there are lists on the way.
const valuesAt = (event: unknown, key: string): unknown[] =>
  listOf(event).flatMap((each) => {
    const value = (each as Shape | undefined | null)?.[key]
    return value === undefined ? [] : listOf(value)
  })

type Match = (event: unknown) => boolean

const matchOf = (pattern: unknown, path = ''): Match => {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw refuse(`"${path}" must be an object or an array`)
  const matches = Object.entries(pattern).map(([key, wanted]): Match => {
    if (key === '$or' && Array.isArray(wanted)) {
      const choices = wanted.map((choice) => matchOf(choice, path))
      return (event) => choices.some((choice) => choice(event))
    }
    if (Array.isArray(wanted)) {
      if (wanted.length === 0) throw refuse('Empty arrays are not allowed')
      const test = leaf(wanted)
      return (event) => test(valuesAt(event, key))
    }
    const below = matchOf(wanted, `${path}${key}.`)
    return (event) => {
      const values = valuesAt(event, key)
      return below(values.length === 1 ? values[0] : values)
    }
  })
  return (event) => matches.every((match) => match(event))
}

/** The test that a pattern's text stands for; throws what AWS throws for one it does not accept. */
export const parseEventPattern = (text: string): Match => {
  let pattern: unknown
  try {
    pattern = JSON.parse(text)
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error))
  }
  return matchOf(pattern)
}
