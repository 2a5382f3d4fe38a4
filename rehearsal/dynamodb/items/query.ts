// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
import type { Operation, Shape } from '../../service.ts'
import { refuseLegacy, required } from '../constraints.ts'
import type { Condition, Operand } from '../expressions/condition.ts'
import { keyConditionOf } from '../expressions/key-condition.ts'
import { parseCondition } from '../expressions/parse-condition.ts'
import { placeholders } from '../expressions/placeholders.ts'
import { parseProjection } from '../expressions/projection.ts'
import { invalid } from '../refusal.ts'
import { type Store, tableNamed } from '../store.ts'
import { compareKeys, type RowKey } from '../tables/row-key.ts'
import type { Position, Range } from '../tables/sorted-rows.ts'
import { attributesIn } from '../tables/table.ts'
import { continued, rangeOf } from './range-of.ts'
import { readPage } from './read-page.ts'
import { startKey, viewOf } from './view.ts'

/** The expressions of a Query or Scan. */
export const expressionsIn = (input: Shape) => {
  refuseLegacy(input)
  const known = placeholders(input, ['KeyConditionExpression', 'FilterExpression', 'ProjectionExpression'])
  const optional = <T>(given: unknown, parse: (text: string) => T): T | undefined =>
    given === undefined ? undefined : parse(String(given))
  const keys = optional(input.KeyConditionExpression, (text) => parseCondition('KeyConditionExpression', text, known))
  const filter = optional(input.FilterExpression, (text) => parseCondition('FilterExpression', text, known))
  const paths = optional(input.ProjectionExpression, (text) => parseProjection(text, known))
  known.assertUsed()
  return { keys, filter, paths }
}

/** The items of one partition, in the order of their sort keys. */
export const query =
  (store: Store): Operation =>
  (input) => {
    required(input, 'TableName')
    const { keys, filter, paths } = expressionsIn(input)
    if (!keys) {
      throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.')
    }
    const view = viewOf(tableNamed(store, input.TableName), input, paths)
    const range = rangeOf(keyConditionOf(keys, view.keys))
    const inKey = filter && attributesIn(view.keys).find(({ name }) => namesIn(filter).includes(name))
    if (inKey) {
      throw invalid(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${inKey.name}`,
      )
    }
    const start = startKey(view, input.ExclusiveStartKey)
    if (start) checkWithin(start, range)
    return readPage(input, {
      view,
      filter,
      range: continued({ ...range, backward: input.ScanIndexForward === false }, start),
    })
  }

const checkWithin = (start: RowKey, { from, to }: Required<Omit<Range, 'backward'>>) => {
  const [low, high] = [from as Position, to as Position]
  if (start.partition !== low.key.partition) {
    throw invalid('The provided starting key is outside query boundaries based on provided conditions')
  }
  const isBefore = (place: Position) => {
    const order = compareKeys(start, place.key)
    return order < 0 || (place.after && order === 0)
  }
  if (isBefore(low) || !isBefore(high)) {
    throw invalid('The provided starting key does not match the range key predicate')
  }
}

/** The attributes that a condition reads. */
const namesIn = (condition: Condition): readonly string[] => {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...namesIn(condition.left), ...namesIn(condition.right)]
    case 'not':
      return namesIn(condition.condition)
    case 'exists':
    case 'type':
      return [condition.path[0]]
    case 'compare':
      return [condition.left, condition.right].flatMap(namesOf)
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(namesOf)
    case 'in':
      return [condition.operand, ...condition.choices].flatMap(namesOf)
    default:
      return [condition.operand, condition.part].flatMap(namesOf)
  }
}

const namesOf = (operand: Operand): readonly string[] => {
  if (operand.kind === 'path') return [operand.path[0]]
  return operand.kind === 'size' ? namesOf(operand.of) : []
}
