// Filter patterns for unstructured logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
// Terms must all occur; `?term` any of them; `-term` not; quotes hold a phrase together; `%expression%` is a regular
// expression. `{ $.field = value }` compares one field of a JSON line.
import { awsError } from '../service.ts'

const jsonSelector = /^\{\s*\$\.([\w.]+)\s*(=|!=|>=|<=|>|<)\s*(.+?)\s*\}$/

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (v, key) => (typeof v === 'object' && v !== null ? (v as Record<string, unknown>)[key] : undefined),
    value,
  )

const compare = (operator: string, left: unknown, right: string): boolean => {
  if (operator === '=' || operator === '!=') {
    const wildcard = new RegExp(
      `^${right
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    )
    return left !== undefined && wildcard.test(String(left)) === (operator === '=')
  }
  const [a, b] = [Number(left), Number(right)]
  return operator === '>' ? a > b : operator === '<' ? a < b : operator === '>=' ? a >= b : a <= b
}

const jsonPattern = (pattern: string): ((message: string) => boolean) => {
  const [, path, operator, literal] = jsonSelector.exec(pattern) ?? []
  if (!path || !operator || !literal) {
    throw awsError(
      'InvalidParameterException',
      `Invalid filter pattern: "${pattern}". The local CloudWatch Logs reads one comparison, { $.field = "value" }`,
    )
  }
  const right = literal.replace(/^"(.*)"$/, '$1')
  return (message) => {
    try {
      return compare(operator, at(JSON.parse(message), path.split('.')), right)
    } catch {
      return false
    }
  }
}

/** Whether a message matches a filter pattern; an empty pattern matches everything. */
export const filterPattern = (pattern = ''): ((message: string) => boolean) => {
  const trimmed = pattern.trim()
  if (trimmed === '') return () => true
  if (trimmed.startsWith('{')) return jsonPattern(trimmed)
  const terms = (trimmed.match(/[?-]?"(?:\\.|[^"])*"|\S+/g) ?? []).map((term) => {
    const sign = /^[?-]/.exec(term)?.[0] ?? '+'
    const text = (sign === '+' ? term : term.slice(1)).replace(/^"(.*)"$/, '$1').replaceAll('\\"', '"')
    const expression = /^%(.+)%$/.exec(text)?.[1]
    const test = expression ? (m: string) => new RegExp(expression).test(m) : (m: string) => m.includes(text)
    return { sign, test }
  })
  const any = terms.filter((term) => term.sign === '?')
  return (message) =>
    terms.every(({ sign, test }) => sign === '?' || test(message) === (sign === '+')) &&
    (any.length === 0 || any.some(({ test }) => test(message)))
}
