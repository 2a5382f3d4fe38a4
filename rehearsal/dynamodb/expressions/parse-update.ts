import { typeOf, type ValueType } from '../values/attribute-value.ts'
import { pathTree } from './path-tree.ts'
import type { Placeholders } from './placeholders.ts'
import { type Reader, reader } from './reader.ts'
import type { Action, SetValue } from './update.ts'

type Section = Action['kind']

const sections: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE']

/** Parses an UpdateExpression: each section once, in any order, no path the beginning of another. */
export const parseUpdate = (expression: string, known: Placeholders): readonly Action[] => {
  const words = reader('UpdateExpression', expression, known)
  const actions: Action[] = []
  const seen = new Set<Section>()
  while (words.peek().kind !== 'end') {
    const section = sections.find((one) => words.take(one))
    if (!section) throw words.unexpected()
    if (seen.has(section)) {
      throw words.refuse(`The "${section}" section can only be used once in an update expression;`)
    }
    seen.add(section)
    do actions.push(parseAction(words, section))
    while (words.take(','))
  }
  pathTree(
    'UpdateExpression',
    actions.map(({ path }) => ({ path, leaf: true })),
  )
  return actions
}

const parseAction = (words: Reader, section: Section): Action => {
  const path = words.path()
  if (section === 'REMOVE') return { kind: section, path }
  if (section === 'SET') {
    words.expect('=')
    return { kind: section, path, to: parseSum(words) }
  }
  const value = words.value()
  const type = typeOf(value)
  if (!/^[SNB]S$/.test(type) && (section === 'DELETE' || type !== 'N')) {
    throw words.refuse(
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${typeNames[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
    )
  }
  return { kind: section, path, value }
}

const typeNames: Readonly<Record<ValueType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  M: 'MAP',
  L: 'LIST',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
}

const parseSum = (words: Reader): SetValue => {
  const left = parseTerm(words)
  for (const kind of ['+', '-'] as const) {
    if (!words.take(kind)) continue
    const right = parseTerm(words)
    for (const term of [left, right]) checkType(words, kind, [term, 'N'])
    return { kind, left, right }
  }
  return left
}

const parseTerm = (words: Reader): SetValue => {
  if (words.take('(')) {
    const inner = parseSum(words)
    words.expect(')')
    return inner
  }
  if (words.peek().kind === 'value') return { kind: 'value', value: words.value() }
  if (words.peek().kind === 'word' && words.peek(1).text === '(') return parseCall(words)
  return { kind: 'path', path: words.path() }
}

const known = ['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains', 'size']

const parseCall = (words: Reader): SetValue => {
  const name = words.next().text
  if (name !== 'if_not_exists' && name !== 'list_append') {
    const says = known.includes(name) ? 'The function is not allowed in an update expression' : 'Invalid function name'
    throw words.refuse(`${says}; function: ${name}`)
  }
  words.expect('(')
  const operands = [parseSum(words)]
  while (words.take(',')) operands.push(parseSum(words))
  words.expect(')')
  const [left, right] = operands
  if (!left || !right || operands.length > 2) {
    throw words.refuse(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    )
  }
  if (name === 'list_append') {
    for (const term of [left, right]) checkType(words, name, [term, 'L'])
    return { kind: name, left, right }
  }
  if (left.kind === 'path') return { kind: name, path: left.path, otherwise: right }
  throw words.refuse(`Operator or function requires a document path; operator or function: ${name}`)
}

const checkType = (words: Reader, operator: string, [term, type]: readonly [SetValue, ValueType]) => {
  if (term.kind !== 'value' || typeOf(term.value) === type) return
  throw words.refuse(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(term.value)}`,
  )
}
