// Consumed capacity by the documented rounding.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
import type { Shape } from '../../service.ts'
import { oneOf } from '../constraints.ts'
import type { Table } from '../tables/table.ts'

/** Units by table and by index. */
export interface Units {
  readonly table: number
  readonly indexes: ReadonlyMap<string, number>
}

/** What ReturnConsumedCapacity asks for. */
export type CapacityAsked = 'NONE' | 'TOTAL' | 'INDEXES'

/** Reads ReturnConsumedCapacity. */
export const capacityAsked = (input: Shape): CapacityAsked =>
  oneOf(input, 'ReturnConsumedCapacity', ['NONE', 'TOTAL', 'INDEXES'])

/** One unit for each started 4 kB, half of it when the read need not be consistent. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5)

/** No units at all. */
export const noUnits: Units = { table: 0, indexes: new Map() }

/** The sum of two. */
export const addUnits = (a: Units, b: Units): Units => ({
  table: a.table + b.table,
  indexes: new Map(
    [...new Set([...a.indexes.keys(), ...b.indexes.keys()])].map((name) => [
      name,
      (a.indexes.get(name) ?? 0) + (b.indexes.get(name) ?? 0),
    ]),
  ),
})

/** Units times a factor: transactions take two for each one. */
export const timesUnits = (units: Units, factor: number): Units => ({
  table: units.table * factor,
  indexes: new Map([...units.indexes].map(([name, many]) => [name, many * factor])),
})

/** The ConsumedCapacity of one table; transactions tell reads and writes apart. */
export const printCapacity = (
  table: Table,
  units: Units,
  { asked, kind }: { readonly asked: CapacityAsked; readonly kind?: 'Read' | 'Write' },
): Shape => {
  const one = (many: number): Shape => ({ CapacityUnits: many, ...(kind && { [`${kind}CapacityUnits`]: many }) })
  const total = [...units.indexes.values()].reduce((sum, many) => sum + many, units.table)
  if (asked === 'TOTAL') return { TableName: table.name, ...one(total) }
  const of = (wanted: 'global' | 'local') =>
    [...units.indexes]
      .filter(([name]) => table.indexes.get(name)?.kind === wanted)
      .map(([name, many]) => [name, one(many)])
  const [global, local] = [of('global'), of('local')]
  return {
    TableName: table.name,
    ...one(total),
    Table: one(units.table),
    ...(global.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(global) }),
    ...(local.length > 0 && { LocalSecondaryIndexes: Object.fromEntries(local) }),
  }
}

/** The ConsumedCapacity member of a reply on one table, when it was asked for. */
export const consumed = (input: Shape, table: Table, units: Units): Shape => {
  const asked = capacityAsked(input)
  return asked === 'NONE' ? {} : { ConsumedCapacity: printCapacity(table, units, { asked }) }
}
