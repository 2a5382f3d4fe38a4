// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
import type { Operation, Shape } from '../../service.ts'
import { required, whole } from '../constraints.ts'
import { invalid } from '../refusal.ts'
import { type Store, tableNamed } from '../store.ts'
import { hashes } from '../tables/row-key.ts'
import type { Position, Range } from '../tables/sorted-rows.ts'
import { expressionsIn } from './query.ts'
import { continued } from './range-of.ts'
import { readPage } from './read-page.ts'
import { startKey, viewOf } from './view.ts'

/** All items of a table or an index, or the segment of them that one of several workers reads. */
export const scan =
  (store: Store): Operation =>
  (input) => {
    required(input, 'TableName')
    const { filter, paths } = expressionsIn(input)
    const range = segmentOf(input)
    const view = viewOf(tableNamed(store, input.TableName), input, paths)
    const start = startKey(view, input.ExclusiveStartKey)
    if (start && (start.hash < (range.from?.key.hash ?? 0) || start.hash >= (range.to?.key.hash ?? hashes))) {
      throw invalid('The provided starting key is invalid: it is not in the segment of this scan')
    }
    return readPage(input, { view, filter, range: continued(range, start) })
  }

// A segment is a part of the range of hashes.
const segmentOf = (input: Shape): Range => {
  const segment = whole(input, 'Segment', { low: 0, high: 999_999 })
  const total = whole(input, 'TotalSegments', { low: 1, high: 1_000_000 })
  if (segment === undefined && total === undefined) return {}
  if (segment === undefined) throw missing('Segment', 'TotalSegments')
  if (total === undefined) throw missing('TotalSegments', 'Segment')
  if (segment >= total) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    )
  }
  const border = (part: number): Position => ({
    key: { hash: Math.floor((hashes * part) / total), partition: '', sort: '', tie: '' },
    after: false,
  })
  return { from: border(segment), to: border(segment + 1) }
}

const missing = (member: string, present: string) =>
  invalid(`The ${member} parameter is required but was not present in the request when parameter ${present} is present`)
