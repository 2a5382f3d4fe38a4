// A reader over the words of one expression, and the parts every grammar shares.

import { invalid } from '../refusal.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import type { Path } from './path.ts'
import type { Placeholders } from './placeholders.ts'
import { isReserved } from './reserved-words.ts'
import { type ExpressionKind, syntaxError, type Token, tokensOf } from './tokens.ts'

/** Reads words from left to right. */
export interface Reader {
  readonly kind: ExpressionKind
  readonly peek: (ahead?: number) => Token
  readonly next: () => Token
  /** Takes the symbol or keyword when it comes next. */
  readonly take: (text: string) => boolean
  readonly expect: (text: string) => void
  /** A document path, its names resolved. */
  readonly path: () => Path
  readonly value: () => AttributeValue
  readonly unexpected: (token?: Token) => Error
  readonly refuse: (says: string) => Error
  /** Refuses anything left. */
  readonly end: () => void
}

/** Makes a reader of an expression. */
export const reader = (kind: ExpressionKind, expression: string, known: Placeholders): Reader => {
  const tokens = tokensOf(kind, expression)
  let position = 0
  const peek = (ahead = 0): Token => (tokens[position + ahead] ?? tokens.at(-1)) as Token
  const next = (): Token => {
    const token = peek()
    position += 1
    return token
  }
  const unexpected = (token = peek()) => {
    const place = tokens.indexOf(token)
    const [before, after] = [tokens[place - 1] ?? token, tokens[place + 1] ?? token]
    return syntaxError(kind, expression, { token, before, after })
  }
  const isNext = (text: string): boolean => {
    const token = peek()
    return token.kind === 'word' ? token.text.toUpperCase() === text : token.kind === 'symbol' && token.text === text
  }
  const take = (text: string): boolean => {
    if (!isNext(text)) return false
    position += 1
    return true
  }
  const expect = (text: string) => {
    if (!take(text)) throw unexpected()
  }
  const name = (): string => {
    const token = next()
    if (token.kind === 'name') return known.name(kind, token.text)
    if (token.kind !== 'word') throw unexpected(token)
    if (!isReserved(token.text)) return token.text
    throw refuse(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`)
  }
  const refuse = (says: string) => invalid(`Invalid ${kind}: ${says}`)
  return {
    kind,
    peek,
    next,
    take,
    expect,
    unexpected,
    refuse,
    path: () => {
      const path: [string, ...(string | number)[]] = [name()]
      for (;;) {
        if (take('.')) path.push(name())
        else if (take('[')) {
          const index = next()
          if (index.kind !== 'number') throw unexpected(index)
          path.push(Number(index.text))
          expect(']')
        } else return path
      }
    },
    value: () => {
      const token = next()
      if (token.kind !== 'value') throw unexpected(token)
      return known.value(kind, token.text)
    },
    end: () => {
      if (peek().kind !== 'end') throw unexpected()
    },
  }
}
