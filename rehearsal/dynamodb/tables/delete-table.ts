import { invalid } from '../refusal.ts'
import type { Store } from '../store.ts'
import type { Table } from './table.ts'

/** Removes a table with its items, unless it is protected. Its stream stays readable for a day. */
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
export const deleteTable = ({ tables }: Store, table: Table) => {
  if (table.settings.deletionProtection) {
    throw invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    )
  }
  table.stream?.close()
  table.expiry?.end.abort()
  tables.delete(table.name)
}
