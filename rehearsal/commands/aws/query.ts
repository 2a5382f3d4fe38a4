// The part of JMESPath that scripts use with --query: names, indexes, projections, filters by equality, lists, pipes.
// https://jmespath.org/specification.html
import { Refusal } from '../command-line.ts'

type Token = {
  readonly kind: 'name' | 'index' | 'flatten' | 'filter' | 'select' | 'pipe'
  readonly text: string
  readonly expected?: string
}

const patterns: readonly [Token['kind'], RegExp][] = [
  ['pipe', /^\s*\|\s*/],
  ['filter', /^\[\?\s*([\w.-]+)\s*==\s*(?:'([^']*)'|`"?([^`"]*)"?`|"([^"]*)")\s*\]/],
  ['select', /^\.?\[\s*([A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*)\s*\]/],
  ['index', /^\[(-?\d+)\]/],
  ['flatten', /^\[\*?\]/],
  ['name', /^\.?(?:([A-Za-z_]\w*)|"([^"]+)")/],
]

const tokensOf = (query: string): readonly Token[] => {
  const tokens: Token[] = []
  let rest = query.trim()
  while (rest) {
    const found = patterns.map(([kind, pattern]) => [kind, pattern.exec(rest)] as const).find(([, match]) => match)
    if (!found) {
      throw new Refusal(
        `--query "${query}": "${rest}" is not known here; known: a.b, [0], [], [a, b], [?key=='value'] and |`,
        252,
      )
    }
    const [kind, match] = found
    const [all, ...groups] = match as RegExpExecArray
    const text = kind === 'name' ? (groups[0] ?? groups[1]) : groups[0]
    tokens.push({
      kind,
      text: text ?? '',
      ...(kind === 'filter' ? { expected: groups[1] ?? groups[2] ?? groups[3] ?? '' } : {}),
    })
    rest = rest.slice(all.length)
  }
  return tokens
}

const member = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined

const evaluate = (value: unknown, tokens: readonly Token[]): unknown => {
  const [token, ...rest] = tokens
  if (!token) return value
  if (token.kind === 'pipe') return evaluate(value, rest)
  if (token.kind === 'name') return evaluate(member(value, token.text), rest)
  if (token.kind === 'select')
    return evaluate(
      token.text.split(',').map((path) => path.trim().split('.').reduce<unknown>(member, value) ?? null),
      rest,
    )
  if (!Array.isArray(value)) return null
  if (token.kind === 'index') return evaluate(value.at(Number(token.text)), rest)
  const path = token.text.split('.')
  const kept =
    token.kind === 'filter'
      ? value.filter((item) => String(path.reduce<unknown>(member, item)) === token.expected)
      : value.flat()
  // What follows applies to every item, up to a pipe.
  const end = rest.findIndex((one) => one.kind === 'pipe')
  const [each, after] = end < 0 ? [rest, []] : [rest.slice(0, end), rest.slice(end)]
  return evaluate(
    kept.map((item) => evaluate(item, each)).filter((item) => item !== null && item !== undefined),
    after,
  )
}

/** What a query selects; null when it selects nothing. */
export const select = (value: unknown, query: string): unknown => evaluate(value, tokensOf(query)) ?? null
