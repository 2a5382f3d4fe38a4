import { scalarOf, valueTypes } from '../values/attribute-value.ts'
import { checkDistinct, checkTypes } from './check-operands.ts'
import type { Condition, Operand } from './condition.ts'
import type { Path } from './path.ts'
import type { Reader } from './reader.ts'

const operandCounts: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
}

/** Parses a function that is a condition by itself. Function names are written in lower case. */
export const parseFunction = (words: Reader, parseOperand: (words: Reader) => Operand): Condition => {
  const name = words.next().text
  if (name === 'if_not_exists' || name === 'list_append') {
    throw words.refuse(`The function is not allowed in a condition expression; function: ${name}`)
  }
  const wanted = Object.hasOwn(operandCounts, name) ? operandCounts[name] : undefined
  if (wanted === undefined) throw words.refuse(`Invalid function name; function: ${name}`)
  words.expect('(')
  const operands = [parseOperand(words)]
  while (words.take(',')) operands.push(parseOperand(words))
  words.expect(')')
  if (operands.length !== wanted) {
    throw words.refuse(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    )
  }
  return conditionOf(words, name, operands as [Operand, Operand])
}

const conditionOf = (words: Reader, name: string, [first, second]: readonly [Operand, Operand]): Condition => {
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    return { kind: 'exists', path: pathIn(words, name, first), expected: name === 'attribute_exists' }
  }
  if (name === 'attribute_type') {
    return { kind: 'type', path: pathIn(words, name, first), type: typeNamed(words, second) }
  }
  checkDistinct(words, name, [first, second])
  if (name === 'contains') return { kind: 'contains', operand: first, part: second }
  for (const operand of [first, second]) checkTypes(words, name, [operand, ['S', 'B']])
  return { kind: 'begins_with', operand: first, part: second }
}

const pathIn = (words: Reader, name: string, operand: Operand): Path => {
  if (operand.kind === 'path') return operand.path
  throw words.refuse(`Operator or function requires a document path; operator or function: ${name}`)
}

const typeNamed = (words: Reader, operand: Operand): string => {
  checkTypes(words, 'attribute_type', [operand, ['S']])
  const type = operand.kind === 'value' ? (scalarOf(operand.value) ?? '') : ''
  if (valueTypes.some((one) => one === type)) return type
  throw words.refuse(`Invalid attribute type name found; type: ${type}, valid types: {${valueTypes.join(',')}}`)
}
