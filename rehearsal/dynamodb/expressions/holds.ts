import { type AttributeValue, type Item, typeOf } from '../values/attribute-value.ts'
import { isEqual } from '../values/is-equal.ts'
import { binaryBytes } from '../values/size-of.ts'
import { compareScalars, sortable } from '../values/sortable.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import { valueAt } from './path.ts'

/** Whether a condition holds for an item; an item that does not exist is an empty one. */
export const holds = (condition: Condition, item: Item): boolean => {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item)
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item)
    case 'not':
      return !holds(condition.condition, item)
    case 'exists':
      return (valueAt(item, condition.path) !== undefined) === condition.expected
    case 'type': {
      const value = valueAt(item, condition.path)
      return value !== undefined && typeOf(value) === condition.type
    }
    case 'compare':
      return compare(condition.operator, resolve(condition.left, item), resolve(condition.right, item))
    case 'between': {
      const value = resolve(condition.operand, item)
      return compare('>=', value, resolve(condition.low, item)) && compare('<=', value, resolve(condition.high, item))
    }
    case 'in': {
      const value = resolve(condition.operand, item)
      return condition.choices.some((choice) => compare('=', value, resolve(choice, item)))
    }
    case 'begins_with':
      return beginsWith(resolve(condition.operand, item), resolve(condition.part, item))
    case 'contains':
      return contains(resolve(condition.operand, item), resolve(condition.part, item))
  }
}

type Found = AttributeValue | undefined

const resolve = (operand: Operand, item: Item): Found => {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'path') return valueAt(item, operand.path)
  const size = elementsOf(resolve(operand.of, item))
  return size === undefined ? undefined : { N: String(size) }
}

const elementsOf = (value: Found): number | undefined => {
  if (value === undefined) return undefined
  if ('S' in value) return value.S.length
  if ('B' in value) return binaryBytes(value.B)
  if ('SS' in value) return value.SS.length
  if ('NS' in value) return value.NS.length
  if ('BS' in value) return value.BS.length
  if ('L' in value) return value.L.length
  return 'M' in value ? Object.keys(value.M).length : undefined
}

// What is missing is different from everything, and neither before nor after anything.
const compare = (operator: Comparator, left: Found, right: Found): boolean => {
  if (operator === '=') return left !== undefined && right !== undefined && isEqual(left, right)
  if (operator === '<>') return !compare('=', left, right)
  const order = left === undefined || right === undefined ? undefined : compareScalars(left, right)
  if (order === undefined) return false
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

const beginsWith = (value: Found, start: Found): boolean => {
  if (value === undefined || start === undefined) return false
  if ('S' in value && 'S' in start) return value.S.startsWith(start.S)
  return 'B' in value && 'B' in start && sortable(value).startsWith(sortable(start))
}

const contains = (value: Found, part: Found): boolean => {
  if (value === undefined || part === undefined) return false
  if ('S' in value) return 'S' in part && value.S.includes(part.S)
  if ('B' in value) return 'B' in part && sortable(value).includes(sortable(part))
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S)
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N)
  if ('BS' in value) return 'B' in part && value.BS.includes(part.B)
  return 'L' in value && value.L.some((one) => isEqual(one, part))
}
