import { awsError, type Service, type Shape } from '../../service.ts'
import { required, whole } from '../constraints.ts'
import { type Store, tableToManage } from '../store.ts'
import { createTable } from './create-table.ts'
import { deleteTable } from './delete-table.ts'
import { describeTable } from './describe-table.ts'
import type { Table } from './table.ts'
import { updateTable } from './update-table.ts'

/** The operations on tables and their tags. */
export const tableOperations = (store: Store): Service['operations'] => ({
  CreateTable: (input) => ({ TableDescription: describeTable(createTable(store, input), 'CREATING') }),
  DescribeTable: (input) => ({ Table: describeTable(tableToManage(store, input.TableName)) }),
  UpdateTable: (input) => {
    const table = tableToManage(store, input.TableName)
    updateTable(store, table, input)
    return { TableDescription: describeTable(table, 'UPDATING') }
  },
  DeleteTable: (input) => {
    const table = tableToManage(store, input.TableName)
    deleteTable(store, table)
    return { TableDescription: describeTable(table, 'DELETING') }
  },
  ListTables: (input) => {
    const limit = whole(input, 'Limit', { low: 1, high: 100 }) ?? 100
    const after = input.ExclusiveStartTableName ?? ''
    const names = [...store.tables.keys()].sort().filter((name) => name > after)
    const TableNames = names.slice(0, limit)
    return { TableNames, ...(names.length > limit && { LastEvaluatedTableName: TableNames.at(-1) }) }
  },
  DescribeLimits: () => ({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  }),
  DescribeEndpoints: () => ({
    Endpoints: [{ Address: new URL(store.world.endpoint()).host, CachePeriodInMinutes: 1440 }],
  }),
  TagResource: (input) => {
    required(input, 'ResourceArn', 'Tags')
    for (const { Key, Value } of input.Tags as readonly Shape[]) tableAt(store, input).settings.tags.set(Key, Value)
    return {}
  },
  UntagResource: (input) => {
    required(input, 'ResourceArn', 'TagKeys')
    for (const key of input.TagKeys as readonly string[]) tableAt(store, input).settings.tags.delete(key)
    return {}
  },
  ListTagsOfResource: (input) => {
    required(input, 'ResourceArn')
    return { Tags: [...tableAt(store, input).settings.tags].map(([Key, Value]) => ({ Key, Value })) }
  },
})

const tableAt = ({ tables }: Store, { ResourceArn }: Shape): Table => {
  const found = [...tables.values()].find(({ arn }) => arn === ResourceArn)
  if (found) return found
  throw awsError('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${ResourceArn} not found`)
}
