// The YAML that programs print for plain values, read twenty times faster than a reader of all of YAML does: block style,
// one line for each scalar but literal blocks. Whatever YAML 1.1 and 1.2 read differently, or only with a second look
// (tags, anchors, dates, flow style…), is not read here. The tests hold it beside the package `yaml`.

/** Told where each key and each item stands, counted from 1. */
export type NotePlace = (
  within: object,
  key: string | number,
  place: { readonly line: number; readonly column: number },
) => void

// Thrown, not returned: a text that is not read is rare, and its reading ends at once.
const unread = new Error('not plain')

interface Reading {
  readonly lines: readonly string[]
  /** The line that is read next. */
  at: number
  readonly note: NotePlace | undefined
}

/** The value of a text; undefined when it is written in any other way, and when it holds nothing. */
export const readPlainYaml = (text: string, note?: NotePlace): unknown => {
  // A control character, or one that some readers take for a line break.
  if (/[^\n\x20-\x7e]/.test(text)) return undefined
  const reading: Reading = { lines: text.split('\n'), at: 0, note }
  try {
    const column = nextColumn(reading)
    if (column !== 0) return undefined
    const value = block(reading, 0, 0)
    return nextColumn(reading) < 0 ? value : undefined
  } catch (error) {
    if (error === unread) return undefined
    throw error
  }
}

// Goes on to the next line that says something; gives where it begins, -1 at the end.
const nextColumn = (reading: Reading): number => {
  for (; reading.at < reading.lines.length; reading.at++) {
    const column = reading.lines[reading.at]?.search(/[^ ]/) ?? -1
    if (column >= 0 && reading.lines[reading.at]?.[column] !== '#') return column
  }
  return -1
}

// A list or a map whose entries begin at a column; its first one may stand behind a dash, and so behind `from`.
const block = (reading: Reading, column: number, from: number): unknown =>
  reading.lines[reading.at]?.startsWith('- ', from) ? list(reading, column) : map(reading, column)

const list = (reading: Reading, column: number): readonly unknown[] => {
  const found: unknown[] = []
  do {
    const line = reading.lines[reading.at] ?? ''
    const begin = column + 2
    if (!line.startsWith('- ', column) || line[begin] === ' ' || line[begin] === undefined) throw unread
    reading.note?.(found, found.length, { line: reading.at + 1, column: begin + 1 })
    found.push(
      line.startsWith('- ', begin) || keyAt(line, begin)
        ? block(reading, begin, begin)
        : scalar(reading, begin, column),
    )
  } while (nextColumn(reading) === column)
  return found
}

const map = (reading: Reading, column: number): Readonly<Record<string, unknown>> => {
  const found: Record<string, unknown> = {}
  do {
    const line = reading.lines[reading.at] ?? ''
    const read = keyAt(line, column)
    if (!read || Object.hasOwn(found, read.key) || read.key === '__proto__') throw unread
    reading.note?.(found, read.key, { line: reading.at + 1, column: column + 1 })
    found[read.key] = read.end === line.length ? below(reading, column) : scalar(reading, read.end + 1, column)
  } while (nextColumn(reading) === column)
  return found
}

// What stands on the lines behind a key that ends its own.
const below = (reading: Reading, column: number): unknown => {
  reading.at++
  const inner = nextColumn(reading)
  if (inner <= column) throw unread
  return block(reading, inner, inner)
}

const plainKey = /[A-Za-z0-9](?:[A-Za-z0-9_./-]|:(?=[^ ]))*:(?= |$)/y
const quotedKey = /"(?:[^"\\]|\\.)*":(?= |$)/y
// `on` is true for YAML 1.1, and the text it is for GitHub and for CloudFormation, which take keys as they are written.
const unclear = /^(?:y|n|yes|no|off|true|false|null|e[-+]?\d+|[\d._+-].*)$/i

const keyAt = (line: string, column: number): { readonly key: string; readonly end: number } | undefined => {
  const pattern = line[column] === '"' ? quotedKey : plainKey
  pattern.lastIndex = column
  if (!pattern.test(line)) return undefined
  const written = line.slice(column, pattern.lastIndex - 1)
  if (pattern === plainKey && unclear.test(written)) throw unread
  return { key: pattern === plainKey ? written : json(written), end: pattern.lastIndex }
}

const json = (text: string): string => {
  try {
    const value: unknown = /\\u[dD][89a-fA-F]|\\\//.test(text) ? undefined : JSON.parse(text)
    if (typeof value === 'string') return value
  } catch {
    // Escapes that only YAML knows.
  }
  throw unread
}

// A text that begins with a letter, or a dot before one, is one for every reader, but for these words.
const plainText = /^(?:\.?[A-Za-z/$])(?!.*(?:: | #|[: ]$))/
const comment = / +#.*$/
const words = /^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan|\.?e[-+]?\d+)$/i
const number = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?$/

const scalar = (reading: Reading, begin: number, column: number): unknown => {
  const text = reading.lines[reading.at]?.slice(begin) ?? ''
  if (text === '|' || text === '|-') return literal(reading, column, text === '|' ? '\n' : '')
  reading.at++
  if (plainText.test(text) && !words.test(text)) return text
  const before = text.replace(comment, '')
  if (before !== text && plainText.test(before) && !words.test(before)) return before
  if (text === '[]') return []
  if (text === '{}') return {}
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1)
  if (text.startsWith('"')) return json(text)
  if (number.test(text) && !/^-0(?:\.0+)?$/.test(text)) return Number(text)
  throw unread
}

// Lines are taken as they are, less the indentation of the first one.
const literal = (reading: Reading, column: number, end: string): string => {
  const first = reading.lines[reading.at + 1] ?? ''
  const indent = first.search(/[^ ]/)
  if (indent <= column) throw unread
  const found: string[] = []
  for (reading.at++; reading.at < reading.lines.length; reading.at++) {
    const line = reading.lines[reading.at] ?? ''
    const begin = line.search(/[^ ]/)
    if (begin < 0 ? line !== '' : begin < indent) {
      if (begin < 0 || begin > column) throw unread
      break
    }
    found.push(line.slice(indent))
  }
  while (found.at(-1) === '') found.pop()
  return found.join('\n') + end
}
