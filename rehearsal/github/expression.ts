// The expressions that workflows here use: paths into contexts, literals, comparisons, and, or, not, and a few
// functions. Anything else is refused: a wrong answer would pass for the real one.
// https://docs.github.com/actions/reference/workflows-and-actions/expressions
import { Refusal } from './refusal.ts'

/** What expressions can read: `github`, `needs`, `steps`, … */
export type Contexts = Readonly<Record<string, unknown>>

/** How the job stands, for `success()` and its like. */
export interface Status {
  readonly failed: boolean
  readonly cancelled: boolean
}

/** What an expression is evaluated in. */
export interface Scope {
  readonly contexts: Contexts
  readonly status: Status
}

type Token = { readonly kind: 'name' | 'text' | 'number' | 'sign'; readonly text: string }

const pattern = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(==|!=|&&|\|\||[!().,[\]*<>]=?))/y

const tokensOf = (source: string): readonly Token[] => {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < source.trimEnd().length) {
    const from = pattern.lastIndex
    const found = pattern.exec(source)
    if (!found) throw refused(source, `"${source.slice(from).trim()}"`)
    const [, text, number, name, sign = ''] = found
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else tokens.push({ kind: 'sign', text: sign })
  }
  return tokens
}

const refused = (source: string, what: string): Refusal =>
  new Refusal(
    `the local runner does not evaluate ${what} in "${source.trim()}"`,
    'use paths, literals, ==, !=, &&, ||, !, contains, startsWith, endsWith or a status function',
  )

const isTrue = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && value !== 0 && value !== ''

const numberOf = (value: unknown): number => (value === null || value === undefined ? 0 : Number(value))

// Texts compare without regard to case; values of different kinds compare as numbers.
const isEqual = (a: unknown, b: unknown): boolean => {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase()
  return typeof a === typeof b ? a === b : numberOf(a) === numberOf(b)
}

/** The text that a value becomes inside a longer text. */
const printValue = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

const functions: Readonly<Record<string, (given: readonly unknown[], status: Status) => unknown>> = {
  success: (_, status) => !status.failed && !status.cancelled,
  failure: (_, status) => status.failed && !status.cancelled,
  cancelled: (_, status) => status.cancelled,
  always: () => true,
  contains: ([within, what]) =>
    Array.isArray(within)
      ? within.some((each) => isEqual(each, what))
      : printValue(within).toLowerCase().includes(printValue(what).toLowerCase()),
  startswith: ([text, start]) => printValue(text).toLowerCase().startsWith(printValue(start).toLowerCase()),
  endswith: ([text, end]) => printValue(text).toLowerCase().endsWith(printValue(end).toLowerCase()),
}

const literals: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

const propertyOf = (value: unknown, key: string): unknown => {
  if (typeof value !== 'object' || value === null) return null
  const found = Object.entries(value).find(([name]) => name.toLowerCase() === key.toLowerCase())
  return found ? found[1] : null
}

/** Evaluates what stands between `${{` and `}}`. */
export const evaluate = (source: string, scope: Scope): unknown => {
  const tokens = tokensOf(source)
  let at = 0
  const isSign = (text: string) => tokens[at]?.kind === 'sign' && tokens[at]?.text === text
  const take = (text: string): boolean => {
    if (!isSign(text)) return false
    at++
    return true
  }
  const need = (text: string): void => {
    if (!take(text))
      throw refused(source, tokens[at] ? `"${tokens[at]?.text}" where "${text}" must stand` : `a missing "${text}"`)
  }
  const or = (): unknown => {
    let value = and()
    while (take('||')) {
      const other = and()
      value = isTrue(value) ? value : other
    }
    return value
  }
  const and = (): unknown => {
    let value = equality()
    while (take('&&')) {
      const other = equality()
      value = isTrue(value) ? other : value
    }
    return value
  }
  const equality = (): unknown => {
    let value = unary()
    for (;;) {
      if (take('==')) value = isEqual(value, unary())
      else if (take('!=')) value = !isEqual(value, unary())
      else return value
    }
  }
  const unary = (): unknown => (take('!') ? !isTrue(unary()) : primary())
  const primary = (): unknown => {
    if (take('(')) {
      const value = or()
      need(')')
      return value
    }
    const token = tokens[at++]
    if (!token || token.kind === 'sign') throw refused(source, token ? `"${token.text}"` : 'an end')
    if (token.kind === 'text') return token.text
    if (token.kind === 'number') return Number(token.text)
    if (take('(')) return call(token.text)
    if (token.text in literals) return literals[token.text]
    if (!(token.text in scope.contexts)) throw refused(source, `the context "${token.text}"`)
    let value = scope.contexts[token.text]
    while (isSign('.')) {
      at++
      const key = tokens[at++]
      if (key?.kind !== 'name') throw refused(source, `"${key?.text ?? ''}"`)
      value = propertyOf(value, key.text)
    }
    return value
  }
  const call = (name: string): unknown => {
    const known = functions[name.toLowerCase()]
    if (!known) throw refused(source, `the function "${name}"`)
    const given: unknown[] = []
    while (!isSign(')')) {
      given.push(or())
      if (!take(',')) break
    }
    need(')')
    return known(given, scope.status)
  }
  const value = or()
  if (at < tokens.length) throw refused(source, `"${tokens[at]?.text}"`)
  return value
}

/** A text with its expressions replaced by their values. */
export const fill = (text: string, scope: Scope): string =>
  text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, source: string) => printValue(evaluate(source, scope)))

/** Whether an `if` lets through. One that asks no status function asks `success()` first. */
export const isLet = (condition: string | undefined, scope: Scope): boolean => {
  const source = (condition ?? '').trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
  const asksStatus = /\b(success|failure|cancelled|always)\s*\(/i.test(source.replace(/'(?:[^']|'')*'/g, ''))
  if (!asksStatus && (scope.status.failed || scope.status.cancelled)) return false
  return source.trim() === '' || isTrue(evaluate(source, scope))
}
