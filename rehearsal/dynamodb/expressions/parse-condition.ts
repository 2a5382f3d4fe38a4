import { checkComparable, checkDistinct, checkRange } from './check-operands.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import { parseFunction } from './parse-function.ts'
import type { Placeholders } from './placeholders.ts'
import { type Reader, reader } from './reader.ts'
import type { ExpressionKind } from './tokens.ts'

// The conditions that have stood in parentheses.
const grouped = new WeakSet<Condition>()

const comparators: readonly string[] = ['=', '<>', '<', '<=', '>', '>=']

/** Parses a condition: OR binds least, then AND, then NOT. */
export const parseCondition = (kind: ExpressionKind, expression: string, known: Placeholders): Condition => {
  const words = reader(kind, expression, known)
  const condition = parseOr(words)
  words.end()
  return condition
}

const parseOr = (words: Reader): Condition => {
  let left = parseAnd(words)
  while (words.take('OR')) left = { kind: 'or', left, right: parseAnd(words) }
  return left
}

const parseAnd = (words: Reader): Condition => {
  let left = parseNot(words)
  while (words.take('AND')) left = { kind: 'and', left, right: parseNot(words) }
  return left
}

const parseNot = (words: Reader): Condition => {
  if (words.take('NOT')) return { kind: 'not', condition: parseNot(words) }
  if (words.take('(')) {
    const inner = parseOr(words)
    words.expect(')')
    if (grouped.has(inner)) throw words.refuse('The expression has redundant parentheses;')
    grouped.add(inner)
    return inner
  }
  return parseTest(words)
}

const isCall = (words: Reader): boolean => words.peek().kind === 'word' && words.peek(1).text === '('

const parseTest = (words: Reader): Condition => {
  if (isCall(words) && words.peek().text !== 'size') return parseFunction(words, parseOperand)
  const left = parseOperand(words)
  if (words.take('BETWEEN')) {
    const low = parseOperand(words)
    words.expect('AND')
    const high = parseOperand(words)
    checkDistinct(words, 'BETWEEN', [left, low, high])
    checkRange(words, low, high)
    return { kind: 'between', operand: left, low, high }
  }
  if (words.take('IN')) {
    const choices = parseList(words)
    checkDistinct(words, 'IN', [left, ...choices])
    return { kind: 'in', operand: left, choices }
  }
  const { text, kind } = words.peek()
  if (kind !== 'symbol' || !comparators.includes(text)) throw words.unexpected()
  words.next()
  const right = parseOperand(words)
  const operator = text as Comparator
  checkDistinct(words, operator, [left, right])
  if (operator !== '=' && operator !== '<>') checkComparable(words, operator, [left, right])
  return { kind: 'compare', operator, left, right }
}

const maxChoices = 100

const parseList = (words: Reader): readonly Operand[] => {
  words.expect('(')
  const operands = [parseOperand(words)]
  while (words.take(',')) operands.push(parseOperand(words))
  words.expect(')')
  if (operands.length <= maxChoices) return operands
  throw words.refuse(`The IN operator is provided with too many operands; number of operands: ${operands.length}`)
}

const parseOperand = (words: Reader): Operand => {
  if (words.peek().kind === 'value') return { kind: 'value', value: words.value() }
  if (!isCall(words)) return { kind: 'path', path: words.path() }
  const name = words.next().text
  if (name !== 'size') {
    throw words.refuse(`The function is not allowed to be used this way in an expression; function: ${name}`)
  }
  words.expect('(')
  const of = parseOperand(words)
  if (of.kind === 'size') {
    throw words.refuse('The function is not allowed to be used this way in an expression; function: size')
  }
  words.expect(')')
  return { kind: 'size', of }
}
