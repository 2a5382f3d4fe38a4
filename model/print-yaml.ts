// Plain JSON values as YAML that 1.1 and 1.2 readers read alike, the way the package `yaml` prints them with
// `compat: 'yaml-1.1'` and no line width. Written here, since loading that package takes longer than everything it would
// print; the tests hold both beside each other.
import { blockText, keyText, plainText } from './yaml-text.ts'

/** What is printed beside the values. */
export interface YamlNotes {
  /** What stands behind a value of one line, by its path: `jobs/build/permissions/contents`. */
  readonly comments: ReadonlyMap<string, string>
  /** Keys of the first level that an empty line stands before. */
  readonly apart: (key: string) => boolean
}

interface Printing {
  readonly out: string[]
  readonly notes?: YamlNotes
}

interface Where {
  readonly indent: string
  readonly path: string
  /** Behind the dash of a list: the first line begins there. */
  readonly inline?: boolean
}

/** Prints a value, a line break at its end. */
export const printYaml = (value: object, notes?: YamlNotes): string => {
  const out: string[] = []
  write({ out, ...(notes && { notes }) }, value, { indent: '', path: '' })
  return `${out.join('').trimStart()}\n`
}

// Begins with what stands behind the key or the dash: a space, or a line break.
const write = (printing: Printing, value: unknown, where: Where): void => {
  if (typeof value === 'object' && value !== null) writeAll(printing, value, where)
  else {
    const comment = printing.notes?.comments.get(where.path)
    printing.out.push(' ', scalarText(value, where.indent), ...(comment === undefined ? [] : [' # ', comment]))
  }
}

const scalarText = (value: unknown, indent: string): string =>
  typeof value === 'string' ? (blockText(value, indent) ?? plainText(value)) : String(value ?? null)

const writeAll = (printing: Printing, value: object, { indent, path, inline }: Where): void => {
  const isList = Array.isArray(value)
  const entries = Object.entries(value).filter(([, each]) => isList || each !== undefined)
  if (entries.length === 0) printing.out.push(isList ? ' []' : ' {}')
  let isFirst = inline === true
  for (const [key, each] of entries) {
    if (path === '' && printing.notes?.apart(key)) printing.out.push('\n')
    printing.out.push(isFirst ? ' ' : `\n${indent}`, isList ? '-' : `${keyText(key, indent === '')}:`)
    isFirst = false
    write(printing, each, {
      indent: `${indent}  `,
      path: printing.notes ? `${path}${path && '/'}${key}` : '',
      inline: isList,
    })
  }
}
