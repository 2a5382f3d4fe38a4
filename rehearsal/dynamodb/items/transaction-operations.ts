// All or nothing.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
import { AwsError, awsError, type Service, type Shape } from '../../service.ts'
import { required } from '../constraints.ts'
import { invalid, SchemaMismatch } from '../refusal.ts'
import { type Store, tableNamed } from '../store.ts'
import { identity } from '../tables/row-key.ts'
import type { Table } from '../tables/table.ts'
import { writeRow, writeUnits } from '../tables/write-row.ts'
import { itemSize } from '../values/size-of.ts'
import { addUnits, capacityAsked, noUnits, printCapacity, readUnits, timesUnits, type Units } from './capacity.ts'
import { projectionIn, readOne } from './read-item.ts'
import { readKey } from './read-key.ts'
import { readCheck, readDelete, readPut, readUpdate } from './read-write.ts'
import { outcomeOf, type Write } from './write.ts'

const maxActions = 100
const maxBytes = 4 * 1024 * 1024
const tokenValidFor = 10 * 60 * 1000

/** TransactWriteItems and TransactGetItems. */
export const transactionOperations = (store: Store): Service['operations'] => ({
  TransactWriteItems: (input) => {
    const actions = actionsIn(input)
    const writes = readAll(actions, (action) => writeIn(store, action))
    assertDistinct(writes)
    if (isRepeated(store, input, actions)) return printSpent(input, repeatedUnits(writes), 'Read')
    const outcomes = writes.map(attempt)
    const reasons = outcomes.map(({ reason }) => reason)
    if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons)
    const items = outcomes.flatMap(({ item }) => (item ? [itemSize(item)] : []))
    if (items.reduce((sum, size) => sum + size, 0) > maxBytes) {
      throw invalid('Transaction request is too large: the aggregate size of its items exceeds 4 MB')
    }
    const spent: Spent = new Map()
    for (const [index, write] of writes.entries()) {
      spend(spent, write.table, timesUnits(commit(write, outcomes[index]?.item), 2))
    }
    if (input.ClientRequestToken) {
      const at = store.world.clock.now().getTime()
      store.transactions.set(input.ClientRequestToken, { request: JSON.stringify(actions), at })
    }
    return printSpent(input, spent, 'Write')
  },
  TransactGetItems: (input) => {
    const reads = readAll(actionsIn(input), ({ Get }) => {
      if (!Get) throw invalid('TransactItems can only contain Get')
      required(Get, 'TableName', 'Key')
      const table = tableNamed(store, Get.TableName)
      return { get: Get as Shape, paths: projectionIn(Get), table, key: readKey(table, Get.Key).key }
    })
    assertDistinct(reads)
    const spent: Spent = new Map()
    const Responses = reads.map(({ table, get, paths }) => {
      const { item, bytes } = readOne(table, get, paths)
      spend(spent, table, { table: readUnits(bytes, true) * 2, indexes: new Map() })
      return item ? { Item: item } : {}
    })
    return { Responses, ...printSpent(input, spent, 'Read') }
  },
})

const actionsIn = (input: Shape): readonly Shape[] => {
  required(input, 'TransactItems')
  const actions = input.TransactItems as readonly Shape[]
  if (actions.length >= 1 && actions.length <= maxActions) return actions
  const [value, bound] =
    actions.length === 0
      ? ["Value '[]'", 'greater than or equal to 1']
      : ['Value', `less than or equal to ${maxActions}`]
  throw invalid(
    `1 validation error detected: ${value} at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
  )
}

const writeIn = (store: Store, action: Shape): Write => {
  const { Put, Update, Delete, ConditionCheck } = action
  if ([Put, Update, Delete, ConditionCheck].filter(Boolean).length !== 1) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  if (Put) return readPut(store, Put)
  if (Delete) return readDelete(store, Delete)
  if (ConditionCheck) return readCheck(store, ConditionCheck)
  required(Update, 'UpdateExpression')
  return readUpdate(store, Update).write
}

// Keys that do not fit their tables cancel the transaction, each as the reason of its action.
const readAll = <T>(actions: readonly Shape[], read: (action: Shape) => T): readonly T[] => {
  const reasons: Shape[] = []
  const done = actions.flatMap((action) => {
    try {
      const one = read(action)
      reasons.push({ Code: 'None' })
      return [one]
    } catch (error) {
      if (!(error instanceof SchemaMismatch)) throw error
      reasons.push({ Code: 'ValidationError', Message: error.message })
      return []
    }
  })
  if (done.length < actions.length) throw cancelled(reasons)
  return done
}

const assertDistinct = (actions: readonly Pick<Write, 'table' | 'key'>[]) => {
  const keys = new Set(actions.map(({ table, key }) => `${table.name} ${identity(key)}`))
  if (keys.size < actions.length) throw invalid('Transaction request cannot include multiple operations on one item')
}

interface Attempt {
  readonly item?: ReturnType<typeof outcomeOf>
  readonly reason: Shape
}

const attempt = (write: Write): Attempt => {
  try {
    return { item: outcomeOf(write), reason: { Code: 'None' } }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code, message, members } = error
    if (code === 'ConditionalCheckFailedException') {
      return { reason: { Code: 'ConditionalCheckFailed', Message: message, ...members } }
    }
    return { reason: { Code: 'ValidationError', Message: message } }
  }
}

const cancelled = (reasons: readonly Shape[]): AwsError => {
  const codes = reasons.map(({ Code }) => Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  return new AwsError('TransactionCanceledException', message, {
    status: 400,
    members: { Message: message, CancellationReasons: reasons },
  })
}

const commit = (write: Write, item: Attempt['item']): Units => {
  if (!write.checks) return writeRow(write.table, write.key, { item }).units
  return { table: writeUnits(write.table.rows.find(write.key)?.size ?? 0), indexes: new Map() }
}

// The same token within ten minutes asks for the same transaction, which is not done twice.
const isRepeated = (
  { transactions, world }: Store,
  { ClientRequestToken: token }: Shape,
  actions: readonly Shape[],
) => {
  if (!token) return false
  if (token.length > 36) {
    throw invalid(
      `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
    )
  }
  const now = world.clock.now().getTime()
  for (const [old, { at }] of transactions) {
    if (at + tokenValidFor > now) break
    transactions.delete(old)
  }
  const done = transactions.get(token)
  if (!done) return false
  if (done.request === JSON.stringify(actions)) return true
  throw awsError(
    'IdempotentParameterMismatchException',
    'The request uses the same client token as a previous, but non-identical request',
  )
}

const repeatedUnits = (writes: readonly Write[]): Spent => {
  const spent: Spent = new Map()
  for (const { table, key } of writes) {
    spend(spent, table, { table: readUnits(table.rows.find(key)?.size ?? 0, true) * 2, indexes: new Map() })
  }
  return spent
}

type Spent = Map<Table, Units>

const spend = (spent: Spent, table: Table, units: Units) => {
  spent.set(table, addUnits(spent.get(table) ?? noUnits, units))
}

const printSpent = (input: Shape, spent: Spent, kind: 'Read' | 'Write'): Shape => {
  const asked = capacityAsked(input)
  if (asked === 'NONE') return {}
  return { ConsumedCapacity: [...spent].map(([table, units]) => printCapacity(table, units, { asked, kind })) }
}
