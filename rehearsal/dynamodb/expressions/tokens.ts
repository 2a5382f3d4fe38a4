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
  let at = 0
  while (at < expression.length) {
    pattern.lastIndex = at
    const found = pattern.exec(expression)
    if (!found)
      throw syntaxError(kind, expression, {
        token: { start: at, end: at + 1 },
        before: tokens.at(-1) ?? { start: at, end: at },
      })
    const [text] = found
    const entry = Object.entries(found.groups ?? {}).find(([, group]) => group !== undefined)
    if (entry) tokens.push({ kind: entry[0] as Token['kind'], text, start: at, end: at + text.length })
    at += text.length
  }
  return [...tokens, { kind: 'end', text: '<EOF>', start: expression.length, end: expression.length }]
}

/** What AWS says of a word it did not expect: the word, and it between its neighbours. */
export const syntaxError = (
  kind: ExpressionKind,
  expression: string,
  { token, before = token, after = token }: { readonly token: Place; readonly before?: Place; readonly after?: Place },
) => {
  const text = token.start >= expression.length ? '<EOF>' : expression.slice(token.start, token.end)
  return invalid(
    `Invalid ${kind}: Syntax error; token: "${text}", near: "${expression.slice(before.start, after.end).trim()}"`,
  )
}

type Place = Pick<Token, 'start' | 'end'>
