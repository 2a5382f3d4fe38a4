// How YAML writes texts, so that readers of 1.1 and of 1.2 read the text and nothing else. https://yaml.org/spec/1.2.2/

// What some reader takes for a number, a date, a truth, nothing, or a merge.
const other = new RegExp(
  `^(?:${[
    '~|null|y|n|yes|no|on|off|true|false|<<|',
    '0o[0-7]+|[-+]?0x[0-9a-f_]+|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*',
    '[-+]?\\.inf|\\.nan|[-+]?(?:[0-9][0-9_]*)?(?:\\.[0-9_]*)?e[-+]?[0-9]+|[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*',
    '[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?',
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|[ \\t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]+)?(?:[ \\t]*(?:z|[-+][012]?[0-9](?::[0-9]{2})?))?)?',
  ].join('|')})$`,
  'i',
)

// Begins like something else, or holds what ends a plain text.
const marked = /^[\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|:[ \t]|[\t ]#|[\t :]$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u
const short: Readonly<Record<string, string>> = { '00': '0', '07': 'a', '0b': 'v', '1b': 'e', '85': 'N' }

const quoted = (text: string): string => {
  if (text.includes('"') && !text.includes("'") && !/\n/.test(text) && !control.test(text)) return `'${text}'`
  return JSON.stringify(text)
    .replace(/[\x7f-\x9f]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`)
    .replace(/\\(?:u00(..)|.)/g, (all, code: string | undefined) => (code ? `\\${short[code] ?? `x${code}`}` : all))
}

/** A text of one line, in quotes where it needs them. */
export const plainText = (text: string): string =>
  marked.test(text) || text.includes('\n') || other.test(text) || control.test(text) ? quoted(text) : text

/** A key, which must not look like the end of a document when it stands at the start of a line. */
export const keyText = (key: string, isAtStart: boolean): string =>
  isAtStart && /^(?:%|---|\.\.\.)/.test(key) ? quoted(key) : plainText(key)

/** A text of several lines as a literal block; undefined for one that has no such form. */
export const blockText = (text: string, indent: string): string | undefined => {
  // A block of nothing but white space has no line that shows where its indentation ends.
  if (!text.includes('\n') || /\n[\t ]+$/.test(text) || control.test(text) || text.trim() === '') return undefined
  const body = text.replace(/[\n\t ]+$/, '')
  const end = text.slice(body.length)
  const chomp = end.includes('\n') ? (end.indexOf('\n') === end.length - 1 ? '' : '+') : '-'
  const size = /^\n* /.test(body) ? '2' : ''
  const lines = `${body}${end.replace(/\n$/, '')}`.replace(/\n+(?!\n|$)/g, `$&${indent}`)
  return `|${size}${chomp}\n${indent}${lines}`
}
