import type { Shape } from '../../service.ts'
import { refuseLegacy, required } from '../constraints.ts'
import type { Path } from '../expressions/path.ts'
import { placeholders } from '../expressions/placeholders.ts'
import { parseProjection, project } from '../expressions/projection.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { readKey } from './read-key.ts'

/** Reads the ProjectionExpression of a request that has no other expression. */
export const projectionIn = (input: Shape): readonly Path[] | undefined => {
  refuseLegacy(input)
  const known = placeholders(input, ['ProjectionExpression'])
  const paths =
    input.ProjectionExpression === undefined ? undefined : parseProjection(String(input.ProjectionExpression), known)
  known.assertUsed()
  return paths
}

/** One item by its key, as far as it was asked for, and the bytes it takes. */
export const readOne = (
  table: Table,
  input: Shape,
  paths: readonly Path[] | undefined,
): { readonly item: Item | undefined; readonly bytes: number } => {
  required(input, 'Key')
  const row = table.rows.find(readKey(table, input.Key).key)
  return { item: row && (paths ? project(row.item, paths) : row.item), bytes: row?.size ?? 0 }
}
