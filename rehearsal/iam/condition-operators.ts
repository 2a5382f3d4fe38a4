// The condition operators of IAM policies, on a request's context keys.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

/** The context keys of a request; a key that is absent is not in the request at all. Keys ignore letter case. */
export type RequestContext = Readonly<Record<string, readonly string[]>>

type Test = (value: string, wanted: string) => boolean

/** `*` is any text and `?` any one character; everything else is itself. */
export const likePattern = (pattern: string, flags = 's'): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  )

const like: Test = (value, wanted) => likePattern(wanted).test(value)
const equals: Test = (value, wanted) => value === wanted
const arnLike: Test = (value, wanted) => {
  const [parts, patterns] = [value.split(':'), wanted.split(':')]
  const joined = [...parts.slice(0, 5), parts.slice(5).join(':')]
  const expected = [...patterns.slice(0, 5), patterns.slice(5).join(':')]
  return expected.every((pattern, index) => like(joined[index] ?? '', pattern))
}
const compare =
  (parse: (text: string) => number, holds: (value: number, wanted: number) => boolean): Test =>
  (value, wanted) =>
    holds(parse(value), parse(wanted))

const orders: readonly (readonly [string, (value: number, wanted: number) => boolean])[] = [
  ['Equals', (a, b) => a === b],
  ['NotEquals', (a, b) => a !== b],
  ['LessThan', (a, b) => a < b],
  ['LessThanEquals', (a, b) => a <= b],
  ['GreaterThan', (a, b) => a > b],
  ['GreaterThanEquals', (a, b) => a >= b],
]

// "Not" operators hold when no wanted value matches, and also when the key is absent.
const tests: Readonly<Record<string, { readonly test: Test; readonly negated?: boolean }>> = {
  StringEquals: { test: equals },
  StringNotEquals: { test: equals, negated: true },
  StringEqualsIgnoreCase: { test: (a, b) => a.toLowerCase() === b.toLowerCase() },
  StringNotEqualsIgnoreCase: { test: (a, b) => a.toLowerCase() === b.toLowerCase(), negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnNotLike: { test: arnLike, negated: true },
  Bool: { test: (a, b) => a.toLowerCase() === b.toLowerCase() },
  ...Object.fromEntries(orders.map(([name, holds]) => [`Numeric${name}`, { test: compare(Number, holds) }])),
  ...Object.fromEntries(orders.map(([name, holds]) => [`Date${name}`, { test: compare(Date.parse, holds) }])),
}

/** Whether a Condition block holds. An operator or set qualifier nobody knows never holds. */
export const conditionHolds = (condition: unknown, context: RequestContext): boolean => {
  const lower = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]))
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      operatorHolds(operator, lower.get(key.toLowerCase()), [wanted].flat().map(String)),
    ),
  )
}

const operatorHolds = (operator: string, values: readonly string[] | undefined, wanted: readonly string[]): boolean => {
  if (operator === 'Null') return wanted.some((want) => want === String(values === undefined))
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  const known = tests[name]
  if (!known) return false
  if (values === undefined) {
    // ForAllValues is true for a key that is not there, which is why AWS warns against it in trust policies.
    return ifExists !== undefined || set === 'ForAllValues' || (known.negated === true && set === undefined)
  }
  const one = (value: string) => wanted.some((want) => known.test(value, want)) !== (known.negated ?? false)
  if (set === 'ForAnyValue') return values.some(one)
  return values.every(one) && (set === 'ForAllValues' || values.length > 0)
}
