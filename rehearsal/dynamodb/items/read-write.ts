// Put, Update, Delete and ConditionCheck, read from requests. The members are the same alone and in transactions.
import type { Shape } from '../../service.ts'
import { oneOf, refuseLegacy, required } from '../constraints.ts'
import { applyUpdate } from '../expressions/apply-update.ts'
import type { Condition } from '../expressions/condition.ts'
import { parseCondition } from '../expressions/parse-condition.ts'
import { parseUpdate } from '../expressions/parse-update.ts'
import type { Path } from '../expressions/path.ts'
import { type Placeholders, placeholders } from '../expressions/placeholders.ts'
import { invalid, invalidValue } from '../refusal.ts'
import { type Store, tableNamed } from '../store.ts'
import { attributesIn } from '../tables/table.ts'
import type { AttributeValue, Item } from '../values/attribute-value.ts'
import { readItem, tooDeep } from '../values/read-value.ts'
import { itemSize } from '../values/size-of.ts'
import { checkIndexKeys, keyOfItem, readKey } from './read-key.ts'
import type { Write } from './write.ts'

const maxBytes = 400 * 1024

/** Reads a put. */
export const readPut = (store: Store, input: Shape): Write => {
  required(input, 'TableName', 'Item')
  refuseLegacy(input)
  const known = placeholders(input, ['ConditionExpression'])
  const condition = conditionIn(input, known)
  known.assertUsed()
  const item = readItem(input.Item)
  if (itemSize(item) > maxBytes) throw invalid('Item size has exceeded the maximum allowed size')
  const table = tableNamed(store, input.TableName)
  const key = keyOfItem(table, item)
  checkIndexKeys(table, item)
  return { table, key, condition, tellsItem: tellsItem(input), next: () => item }
}

/** Reads a delete. */
export const readDelete = (store: Store, input: Shape): Write => ({ ...readKeyed(store, input), next: () => undefined })

/** Reads a condition check of a transaction. */
export const readCheck = (store: Store, input: Shape): Write => {
  required(input, 'ConditionExpression')
  return { ...readKeyed(store, input), next: (old) => old, checks: true }
}

const readKeyed = (store: Store, input: Shape): Omit<Write, 'next'> => {
  required(input, 'TableName', 'Key')
  refuseLegacy(input)
  const known = placeholders(input, ['ConditionExpression'])
  const condition = conditionIn(input, known)
  known.assertUsed()
  const table = tableNamed(store, input.TableName)
  return { table, key: readKey(table, input.Key).key, condition, tellsItem: tellsItem(input) }
}

/** Reads an update, with the paths it changes. */
export const readUpdate = (store: Store, input: Shape): { readonly write: Write; readonly paths: readonly Path[] } => {
  required(input, 'TableName', 'Key')
  refuseLegacy(input)
  const known = placeholders(input, ['UpdateExpression', 'ConditionExpression'])
  const actions = input.UpdateExpression === undefined ? [] : parseUpdate(String(input.UpdateExpression), known)
  const condition = conditionIn(input, known)
  known.assertUsed()
  const table = tableNamed(store, input.TableName)
  const { key, item: keys } = readKey(table, input.Key)
  const paths = actions.map(({ path }) => path)
  const fixed = attributesIn(table.keys).find(({ name }) => paths.some(([first]) => first === name))
  if (fixed) throw invalidValue(`Cannot update attribute ${fixed.name}. This attribute is part of the key`)
  const next = (old: Item | undefined): Item => {
    const item = applyUpdate(actions, old ?? keys)
    if (itemSize(item) > maxBytes) throw invalid('Item size to update has exceeded the maximum allowed size')
    if (isTooDeep({ M: item }, 0)) throw tooDeep()
    checkIndexKeys(table, item)
    return item
  }
  return { write: { table, key, condition, tellsItem: tellsItem(input), next }, paths }
}

const conditionIn = (input: Shape, known: Placeholders): Condition | undefined =>
  input.ConditionExpression === undefined
    ? undefined
    : parseCondition('ConditionExpression', String(input.ConditionExpression), known)

const tellsItem = (input: Shape): boolean =>
  oneOf(input, 'ReturnValuesOnConditionCheckFailure', ['NONE', 'ALL_OLD']) === 'ALL_OLD'

const isTooDeep = (value: AttributeValue, depth: number): boolean => {
  if (depth > 32) return true
  if ('M' in value) return Object.values(value.M).some((one) => isTooDeep(one, depth + 1))
  return 'L' in value && value.L.some((one) => isTooDeep(one, depth + 1))
}
