// Rows in the order of their keys, in pieces small enough that an insert moves little.
import { compareKeys, type RowKey } from './row-key.ts'

/** A place between rows: before or after everything that equals the key. */
export interface Position {
  readonly key: RowKey
  readonly after: boolean
}

/** What rows are walked through. Absent bounds are the ends of the table. */
export interface Range {
  readonly from?: Position | undefined
  readonly to?: Position | undefined
  readonly backward?: boolean
}

/** Rows in order. */
export interface SortedRows<Row extends { readonly key: RowKey }> {
  readonly size: () => number
  readonly find: (key: RowKey) => Row | undefined
  /** Puts a row in the place of the one with its key, if there is one. */
  readonly put: (row: Row) => void
  readonly remove: (key: RowKey) => void
  readonly walk: (range: Range) => Generator<Row, void>
}

const maxPiece = 512

/** Makes an empty list of rows. */
export const sortedRows = <Row extends { readonly key: RowKey }>(): SortedRows<Row> => {
  const pieces: Row[][] = [[]]
  let size = 0

  // The first row that is not before the position: its piece and its place therein.
  const locate = ({ key, after }: Position): readonly [number, number] => {
    const isBefore = (row: Row | undefined): boolean => {
      const order = row ? compareKeys(row.key, key) : 1
      return order < 0 || (after && order === 0)
    }
    const piece = firstNot(pieces.length - 1, (index) => isBefore(pieces[index]?.at(-1)))
    const rows = pieces[piece] ?? []
    return [piece, firstNot(rows.length, (index) => isBefore(rows[index]))]
  }
  const at = (key: RowKey): readonly [Row[], number, number] | undefined => {
    const [piece, place] = locate({ key, after: false })
    const rows = pieces[piece] ?? []
    const row = rows[place]
    return row && compareKeys(row.key, key) === 0 ? [rows, place, piece] : undefined
  }

  return {
    size: () => size,
    find: (key) => {
      const found = at(key)
      return found?.[0][found[1]]
    },
    put: (row) => {
      const [piece, place] = locate({ key: row.key, after: false })
      const rows = pieces[piece] as Row[]
      const there = rows[place]
      if (there && compareKeys(there.key, row.key) === 0) {
        rows[place] = row
        return
      }
      rows.splice(place, 0, row)
      size += 1
      if (rows.length > maxPiece) pieces.splice(piece + 1, 0, rows.splice(rows.length >> 1))
    },
    remove: (key) => {
      const found = at(key)
      if (!found) return
      const [rows, place, piece] = found
      rows.splice(place, 1)
      size -= 1
      if (rows.length === 0 && pieces.length > 1) pieces.splice(piece, 1)
    },
    walk: function* ({ from, to, backward = false }) {
      const first = from ? locate(from) : ([0, 0] as const)
      const last = to ? locate(to) : ([pieces.length - 1, pieces.at(-1)?.length ?? 0] as const)
      if (first[0] > last[0]) return
      const many = last[0] - first[0]
      for (let step = 0; step <= many; step++) {
        const piece = backward ? last[0] - step : first[0] + step
        const rows = pieces[piece] ?? []
        const low = piece === first[0] ? first[1] : 0
        const high = piece === last[0] ? last[1] : rows.length
        if (backward) for (let place = high - 1; place >= low; place--) yield rows[place] as Row
        else for (let place = low; place < high; place++) yield rows[place] as Row
      }
    },
  }
}

// The first number below the limit for which the test fails, or the limit; the test holds up to some number.
const firstNot = (limit: number, holdsAt: (index: number) => boolean): number => {
  let low = 0
  let high = limit
  while (low < high) {
    const middle = (low + high) >> 1
    if (holdsAt(middle)) low = middle + 1
    else high = middle
  }
  return low
}
