// What can be told wrong about operands before any item is seen.
import { type AttributeValue, scalarOf, typeOf } from '../values/attribute-value.ts'
import { compareScalars } from '../values/sortable.ts'
import type { Operand } from './condition.ts'
import { printPath } from './path.ts'
import type { Reader } from './reader.ts'

/** Refuses a given value of a type the operator or function cannot take. */
export const checkTypes = (
  words: Reader,
  operator: string,
  [operand, allowed]: readonly [Operand, readonly string[]],
) => {
  if (operand.kind !== 'value' || allowed.includes(typeOf(operand.value))) return
  throw words.refuse(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
  )
}

/** Refuses given values that have no order. */
export const checkComparable = (words: Reader, operator: string, operands: readonly Operand[]) => {
  for (const operand of operands) {
    if (operand.kind !== 'value' || scalarOf(operand.value) !== undefined) continue
    throw words.refuse(
      `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
    )
  }
}

/** Refuses to compare a path with itself. */
export const checkDistinct = (words: Reader, operator: string, [first, ...others]: readonly Operand[]) => {
  if (first?.kind !== 'path') return
  const printed = printPath(first.path)
  if (!others.some((other) => other.kind === 'path' && printPath(other.path) === printed)) return
  throw words.refuse(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${printed}`,
  )
}

const printValue = (value: AttributeValue): string => `AttributeValue: {${typeOf(value)}:${scalarOf(value)}}`

/** Refuses the bounds of BETWEEN when they are of two types or the wrong way round. */
export const checkRange = (words: Reader, low: Operand, high: Operand) => {
  checkComparable(words, 'BETWEEN', [low, high])
  if (low.kind !== 'value' || high.kind !== 'value') return
  const bounds = `lower bound operand: ${printValue(low.value)}, upper bound operand: ${printValue(high.value)}`
  const order = compareScalars(low.value, high.value)
  if (order === undefined) {
    throw words.refuse(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`)
  }
  if (order > 0) {
    throw words.refuse(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    )
  }
}
