// JSON values as XML elements, the way AWS writes them.
import { printable } from './printable.ts'

/** Text that may stand between tags or inside an attribute. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write these characters
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#xD;')

/** The elements of an object; list items are wrapped in `item` elements, or repeat the name when it is `flat`. */
export const printXml = (value: unknown, item = 'member'): string => {
  const dated = printable(value, (date) => date.toISOString())
  return elements(dated as Record<string, unknown>, item)
}

const elements = (value: Record<string, unknown>, item: string): string =>
  Object.entries(value)
    .map(([name, part]) => {
      if (item === 'flat' && Array.isArray(part)) return part.map((one) => element(name, one, item)).join('')
      return element(name, part, item)
    })
    .join('')

const element = (name: string, value: unknown, item: string): string => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return `<${name}>${value.map((one) => element(item, one, item)).join('')}</${name}>`
  if (typeof value === 'object') return `<${name}>${elements(value as Record<string, unknown>, item)}</${name}>`
  return `<${name}>${escapeXml(String(value))}</${name}>`
}
