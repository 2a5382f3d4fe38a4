// KeyConditionExpression: one partition, and a range of its sort keys.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
import { invalid, invalidValue } from '../refusal.ts'
import { type AttributeValue, typeOf } from '../values/attribute-value.ts'
import type { Comparator, Condition, Operand } from './condition.ts'

/** A key attribute and the type its definition gives it. */
export interface KeyAttribute {
  readonly name: string
  readonly type: 'S' | 'N' | 'B'
}

/** What a query asks of the sort key. */
export type SortTest =
  | { readonly kind: Exclude<Comparator, '<>'> | 'begins_with'; readonly value: AttributeValue }
  | { readonly kind: 'between'; readonly low: AttributeValue; readonly high: AttributeValue }

/** What a query asks for. */
export interface KeyCondition {
  readonly partition: AttributeValue
  readonly sort?: SortTest
}

interface Test {
  readonly name: string
  readonly test: SortTest
}

/** Reads a parsed condition as a condition on the keys of a table or an index. */
export const keyConditionOf = (
  condition: Condition,
  { partition, sort }: { readonly partition: KeyAttribute; readonly sort?: KeyAttribute | undefined },
): KeyCondition => {
  const tests = testsOf(condition)
  const names = tests.map(({ name }) => name)
  if (new Set(names).size < names.length) {
    throw invalid('Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key')
  }
  const many = sort ? 2 : 1
  if (tests.length > many) {
    throw invalid(
      `The number of query conditions (${tests.length}) exceeds the number of key attributes defined in the schema (${many})`,
    )
  }
  const first = tests.find(({ name }) => name === partition.name)?.test
  if (!first) throw invalid(`Query condition missed key schema element: ${partition.name}`)
  if (first.kind !== '=') throw invalid('Query key condition not supported')
  const rest = tests.filter(({ name }) => name !== partition.name)
  const other = rest.find(({ name }) => name !== sort?.name)
  if (other) {
    throw invalid(
      sort && rest.length === 1
        ? `Query condition missed key schema element: ${sort.name}`
        : 'Query key condition not supported',
    )
  }
  checkType(first, partition)
  const second = rest[0]?.test
  if (second && sort) checkType(second, sort)
  return { partition: first.value, ...(second && { sort: second }) }
}

const testsOf = (condition: Condition): readonly Test[] => {
  switch (condition.kind) {
    case 'and':
      return [...testsOf(condition.left), ...testsOf(condition.right)]
    case 'compare': {
      if (condition.operator === '<>') throw unusable('<>')
      const { left, right, operator } = condition
      if (left.kind === 'value' && right.kind === 'path') {
        return [{ name: nameIn(right), test: { kind: mirrored[operator], value: left.value } }]
      }
      return [{ name: nameIn(left), test: { kind: operator, value: valueIn(right) } }]
    }
    case 'between': {
      const test = { kind: condition.kind, low: valueIn(condition.low), high: valueIn(condition.high) } as const
      return [{ name: nameIn(condition.operand), test }]
    }
    case 'begins_with':
      return [{ name: nameIn(condition.operand), test: { kind: condition.kind, value: valueIn(condition.part) } }]
    case 'exists':
      throw unusable(condition.expected ? 'attribute_exists' : 'attribute_not_exists')
    default:
      throw unusable(printed[condition.kind])
  }
}

const printed = { or: 'OR', not: 'NOT', in: 'IN', contains: 'contains', type: 'attribute_type' } as const

const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

const unusable = (operator: string) => invalid(`Invalid operator used in KeyConditionExpression: ${operator}`)

const nameIn = (operand: Operand): string => {
  if (operand.kind === 'size') throw unusable('size')
  if (operand.kind === 'value') {
    throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition')
  }
  if (operand.path.length > 1)
    throw invalid('Invalid KeyConditionExpression: NestedPath is not supported on key attributes')
  return operand.path[0]
}

const valueIn = (operand: Operand): AttributeValue => {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'size') throw unusable('size')
  throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition')
}

const checkType = (test: SortTest, { name, type }: KeyAttribute) => {
  const values = test.kind === 'between' ? [test.low, test.high] : [test.value]
  if (values.some((value) => typeOf(value) !== type)) {
    throw invalidValue('Condition parameter type does not match schema type')
  }
  if (values.some((value) => 'S' in value && value.S === '') && test.kind !== 'begins_with') {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    )
  }
}
