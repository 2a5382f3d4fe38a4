// What a Query or Scan looks at, and how much of each item it gives.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
import type { Shape } from '../../service.ts'
import { oneOf } from '../constraints.ts'
import type { Path } from '../expressions/path.ts'
import { invalid, invalidValue } from '../refusal.ts'
import { isProjected } from '../tables/index-rows.ts'
import { identity, type RowKey, rowKey } from '../tables/row-key.ts'
import type { SortedRows } from '../tables/sorted-rows.ts'
import { attributesIn, type Index, type Keys, type Row, type Table } from '../tables/table.ts'
import { attributeOf, typeOf } from '../values/attribute-value.ts'
import { readItem } from '../values/read-value.ts'

/** A table or one of its indexes, seen through a request. */
export interface View {
  readonly table: Table
  readonly index: Index | undefined
  readonly keys: Keys
  readonly rows: SortedRows<Row>
  readonly consistent: boolean
  readonly counts: boolean
  /** True when a local index gives attributes it does not hold: the table is read as well. */
  readonly fetches: boolean
  readonly paths: readonly Path[] | undefined
}

/** Reads IndexName, ConsistentRead and Select. */
export const viewOf = (table: Table, input: Shape, paths: readonly Path[] | undefined): View => {
  const index = input.IndexName === undefined ? undefined : table.indexes.get(input.IndexName)
  if (input.IndexName !== undefined && !index) {
    throw invalid(`The table does not have the specified index: ${input.IndexName}`)
  }
  const consistent = input.ConsistentRead === true
  if (consistent && index?.kind === 'global') {
    throw invalid('Consistent reads are not supported on global secondary indexes')
  }
  const select = selectIn(input, index)
  const beyondIndex = index ? missingIn(table, index, { paths, select }) : []
  if (index?.kind === 'global' && select === 'ALL_ATTRIBUTES' && index.projection.type !== 'ALL') {
    throw invalidValue(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    )
  }
  if (index?.kind === 'global' && beyondIndex.length > 0) {
    throw invalidValue(`Global secondary index ${index.name} does not project [${beyondIndex.join(', ')}]`)
  }
  return {
    table,
    index,
    keys: index?.keys ?? table.keys,
    rows: index?.rows ?? table.rows,
    consistent,
    counts: select === 'COUNT',
    fetches: beyondIndex.length > 0,
    paths,
  }
}

type Select = 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'SPECIFIC_ATTRIBUTES' | 'COUNT'

const selectIn = (input: Shape, index: Index | undefined): Select => {
  const projects = input.ProjectionExpression !== undefined
  if (input.Select === undefined) {
    if (projects) return 'SPECIFIC_ATTRIBUTES'
    return index ? 'ALL_PROJECTED_ATTRIBUTES' : 'ALL_ATTRIBUTES'
  }
  const select = oneOf<Select>(input, 'Select', [
    'ALL_ATTRIBUTES',
    'ALL_PROJECTED_ATTRIBUTES',
    'SPECIFIC_ATTRIBUTES',
    'COUNT',
  ])
  if (projects && select === 'COUNT') {
    throw invalid('Cannot specify the ProjectionExpression when choosing to get only the Count')
  }
  if (projects && select !== 'SPECIFIC_ATTRIBUTES') {
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`)
  }
  if (!projects && select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES')
  }
  if (!index && select === 'ALL_PROJECTED_ATTRIBUTES') {
    throw invalidValue('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName')
  }
  return select
}

const missingIn = (
  table: Table,
  index: Index,
  { paths, select }: { readonly paths: readonly Path[] | undefined; readonly select: Select },
): readonly string[] => {
  if (select === 'ALL_ATTRIBUTES' && index.projection.type !== 'ALL') return ['*']
  return (paths ?? []).map(([name]) => name).filter((name) => !isProjected(table, index, name))
}

/** Reads an ExclusiveStartKey: the keys of the table and of the index. */
export const startKey = ({ table, index, keys }: View, given: unknown): RowKey | undefined => {
  if (given === undefined || given === null) return undefined
  const item = readItem(given)
  const wanted = [...attributesIn(table.keys), ...(index ? attributesIn(index.keys) : [])]
  const names = new Set(wanted.map(({ name }) => name))
  const fits = wanted.every(({ name, type }) => {
    const value = attributeOf(item, name)
    return value !== undefined && typeOf(value) === type
  })
  if (!fits || Object.keys(item).length !== names.size) throw invalid('The provided starting key is invalid')
  const keyAt = ({ partition, sort }: Keys, tie?: string): RowKey =>
    rowKey(item[partition.name]!, sort && item[sort.name], tie)
  return index ? keyAt(keys, identity(keyAt(table.keys))) : keyAt(keys)
}
