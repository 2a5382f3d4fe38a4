// Where a value of the configuration was made: kept beside the values, so it takes no part in their equality.

/** A position in a file; lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

const made = new WeakMap<object, { readonly stack?: string }>()

/** Freezes a value and remembers the line that called `maker`; the stack is only read when someone asks. */
export const placed = <T extends object>(value: T, maker: (...given: never[]) => unknown): T => {
  const trace: { readonly stack?: string } = {}
  Error.captureStackTrace(trace, maker)
  made.set(value, trace)
  return Object.freeze(value)
}

const frame = /\(?(?:file:\/\/)?([^()\s]+?):(\d+):(\d+)\)?$/

/** The line a value was made on, as `file:line`; the file alone as it stands in the stack. Undefined for foreign values. */
export const placeOf = (value: unknown): Place | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const line = made.get(value)?.stack?.split('\n')[1]
  const found = line ? frame.exec(line.trim()) : null
  return found?.[1] ? { file: found[1], line: Number(found[2]), column: Number(found[3]) } : undefined
}

/** `launchway.config.ts:12`, or `…:12:5` when a column is known. */
export const printPlace = (place: Place): string =>
  [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
