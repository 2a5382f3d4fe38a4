// A template as YAML text. Written here rather than by the yaml package, which takes a tenth of a second for what is a
// few milliseconds: templates hold nothing but plain JSON. The tests read every output back through that package.
import { generatedHeader, type TemplateBody } from '#model'

/** The file that every template follows from. */
const from = 'launchway.config.ts'

const printed = new WeakMap<TemplateBody, string>()

/**
 * A template as YAML that CloudFormation reads: its parser is YAML 1.1, where `on` is true and `012` a number. Printed
 * once: a nested one is named after its text, and written too.
 */
export const printTemplate = (template: TemplateBody): string => {
  const text = printed.get(template) ?? `${generatedHeader(from)}\n${printYaml(template).trimStart()}\n`
  printed.set(template, text)
  return text
}

/** A value in block style, beginning with what stands behind its key: a space, or a new line. */
export const printYaml = (value: unknown): string => {
  const out: string[] = []
  write(out, value, { indent: '', inline: false })
  return out.join('')
}

interface Where {
  readonly indent: string
  /** Behind the dash of a list: the first line begins there. */
  readonly inline: boolean
}

// Pieces are collected and joined once: building each level's text from the one below copies the deepest lines again
// and again.
const write = (out: string[], value: unknown, { indent, inline }: Where): void => {
  if (typeof value === 'string') out.push(' ', isBlock(value) ? printBlock(value, indent) : printText(value))
  else if (typeof value !== 'object' || value === null) out.push(` ${value}`)
  else {
    const isList = Array.isArray(value)
    const entries = Object.entries(value).filter(([, each]) => isList || each !== undefined)
    if (entries.length === 0) out.push(isList ? ' []' : ' {}')
    for (const [at, [key, each]] of entries.entries()) {
      out.push(inline && at === 0 ? ' ' : `\n${indent}`, isList ? '-' : `${printText(key)}:`)
      write(out, each, { indent: `${indent}  `, inline: isList })
    }
  }
}

// What YAML 1.1 reads as something else than the text it is; some readers of it take "e1" for a number.
const words = /^(y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i
const plain = /^[A-Za-z/$][\x20-\x7e]*$/
const broken = /: | #|:$| $/

const printText = (text: string): string =>
  plain.test(text) && !broken.test(text) && !words.test(text) ? text : escaped(JSON.stringify(text))

// JSON's strings are YAML's double-quoted ones, but for the characters that YAML takes for line breaks or refuses.
const escaped = (json: string): string =>
  json.replace(
    /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const isBlock = (text: string): boolean =>
  /^[\x21-\x7e][\x20-\x7e]*\n(?:[\x20-\x7e]*\n)*$/.test(text) && !text.endsWith('\n\n')

const printBlock = (text: string, indent: string): string => {
  const lines = text.slice(0, -1).split('\n')
  return `|\n${lines.map((line) => (line ? `${indent}${line}` : '')).join('\n')}`
}
