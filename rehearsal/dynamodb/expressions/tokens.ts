// The words of an expression.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
import { invalid } from '../refusal.ts'

/** A word of an expression and where it stands. */
export interface Token {
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The parameter an expression came in: it stands at the head of each refusal. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression'

const maxBytes = 4096

const pattern =
  /\s+|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\],.+-])/y

/** Splits an expression into words, with an `end` at the end. */
export const tokensOf = (kind: ExpressionKind, expression: string): readonly Token[] => {
  if (expression.trim() === '') throw invalid(`Invalid ${kind}: The expression can not be empty;`)
  const bytes = Buffer.byteLength(expression)
  if (bytes > maxBytes) {
    throw invalid(`Invalid ${kind}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`)
  }
  const tokens: Token[] = []
  const matcher = new RegExp(pattern)
  let at = 0
  while (at < expression.length) {
    matcher.lastIndex = at
    const found = matcher.exec(expression)
    if (!found) throw syntaxError(kind, expression, { start: at, end: at + 1 })
    const [text] = found
    const entry = Object.entries(found.groups ?? {}).find(([, group]) => group !== undefined)
    if (entry) tokens.push({ kind: entry[0] as Token['kind'], text, start: at, end: at + text.length })
    at += text.length
  }
  return [...tokens, { kind: 'end', text: '<EOF>', start: expression.length, end: expression.length }]
}

/** What AWS says of a word it did not expect, with its surroundings. */
export const syntaxError = (
  kind: ExpressionKind,
  expression: string,
  { start, end }: { readonly start: number; readonly end: number },
) => {
  const token = start >= expression.length ? '<EOF>' : expression.slice(start, end)
  const before = /(?:\S+\s*)?$/.exec(expression.slice(0, start))?.[0] ?? ''
  const after = /^\s*\S*/.exec(expression.slice(end))?.[0] ?? ''
  const near = `${before}${expression.slice(start, end)}${after}`.trim()
  return invalid(`Invalid ${kind}: Syntax error; token: "${token}", near: "${near}"`)
}
