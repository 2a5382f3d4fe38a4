// How many bytes values take.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
import type { AttributeValue, Item } from './attribute-value.ts'

/** The bytes of a text in UTF-8. */
const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8')

/** The bytes behind a canonical base64 text. */
export const binaryBytes = (base64: string): number => Buffer.byteLength(base64, 'base64')

// One byte, and one for every two significant digits on each side of the point, measured at the 400 kB limit: the page
// says "approximately (1 byte per two significant digits) + (1 byte)".
const numberBytes = (text: string): number => {
  const [whole = '', part = ''] = text.replace('-', '').split('.')
  const left = part === '' ? whole.replace(/0+$/, '') : whole.replace(/^0$/, '')
  const right = left === '' ? part.replace(/^0+/, '') : part
  return 1 + Math.ceil(left.length / 2) + Math.ceil(right.length / 2) + (text.startsWith('-') ? 1 : 0)
}

const total = <T>(values: readonly T[], sizeOne: (value: T) => number): number =>
  values.reduce((sum, value) => sum + sizeOne(value), 0)

// Lists and maps: 3 bytes, and 1 for each element.
const container = 3

/** The bytes of a value. */
export const sizeOf = (value: AttributeValue): number => {
  if ('S' in value) return bytesOf(value.S)
  if ('N' in value) return numberBytes(value.N)
  if ('B' in value) return binaryBytes(value.B)
  if ('SS' in value) return total(value.SS, bytesOf)
  if ('NS' in value) return total(value.NS, numberBytes)
  if ('BS' in value) return total(value.BS, binaryBytes)
  if ('L' in value) return container + total(value.L, (one) => 1 + sizeOf(one))
  if ('M' in value) return container + Object.keys(value.M).length + itemSize(value.M)
  return 1
}

/** The bytes of an item: names and values. */
export const itemSize = (item: Item): number =>
  total(Object.entries(item), ([name, value]) => bytesOf(name) + sizeOf(value))
