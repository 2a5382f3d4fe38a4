import type { World } from '../world.ts'
import { invalid, noTable } from './refusal.ts'
import type { Stream } from './streams/stream.ts'
import type { Table } from './tables/table.ts'
import type { Item } from './values/attribute-value.ts'

/** A transaction that has been done, by its ClientRequestToken. */
export interface DoneTransaction {
  readonly request: string
  readonly at: number
}

/** Everything the local DynamoDB holds. */
export interface Store {
  readonly world: World
  readonly tables: Map<string, Table>
  /** By ARN; disabled ones stay for a day. */
  readonly streams: Map<string, Stream>
  readonly transactions: Map<string, DoneTransaction>
}

/** The name in a table name or in the ARN of a table. Only a new table's name must have three characters. */
export const tableName = (given: unknown, shortest = 1): string => {
  if (given === undefined || given === null) {
    throw invalid(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    )
  }
  const text = String(given)
  const name = text.startsWith('arn:') ? (/:table\/([^/]+)$/.exec(text)?.[1] ?? text) : text
  const failed = (constraint: string) =>
    invalid(`1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: ${constraint}`)
  if (name.length < shortest) throw failed(`Member must have length greater than or equal to ${shortest}`)
  if (name.length > 255) throw failed('Member must have length less than or equal to 255')
  if (/^[a-zA-Z0-9_.-]+$/.test(name)) return name
  throw failed('Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+')
}

/** The table that a request on items names. */
export const tableNamed = ({ tables }: Store, given: unknown): Table => {
  const found = tables.get(tableName(given))
  if (!found) throw noTable()
  return found
}

/** The table that a request on tables names: the refusal says which one. */
export const tableToManage = ({ tables }: Store, given: unknown): Table => {
  const name = tableName(given)
  const found = tables.get(name)
  if (!found) throw noTable(name)
  return found
}

/** Every item of a table in the order of a scan. */
export const itemsOf = (table: Table): readonly Item[] => [...table.rows.walk({})].map(({ item }) => item)
