import { type RawBuilder, sql } from 'kysely'
import { type Cursor, printCursor } from './cursor.ts'

/** Which items are asked for: at most `limit`, older than `before`. */
export type Page = { readonly limit: number; readonly before?: Cursor | undefined }

/** The condition that an item, by its instant and id, is older than the page starts. */
export const olderThan = (
  before: Cursor | undefined,
  columns: readonly [at: string, id: string],
): RawBuilder<boolean> =>
  before === undefined
    ? sql`true`
    : sql`(${sql.ref(columns[0])}, ${sql.ref(columns[1])})
        < ('epoch'::timestamptz + ${before.micros}::bigint * interval '1 microsecond', ${before.id}::uuid)`

/** Cuts rows that were asked for one more than the page holds: the one tells whether there is a next page. */
export function cut<Row extends Cursor>(
  rows: readonly Row[],
  { limit }: Page,
): { rows: readonly Row[]; next: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, next: last && rows.length > limit ? printCursor(last) : null }
}
