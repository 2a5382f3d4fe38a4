// Scalars as strings that compare with `<` the way DynamoDB orders them: text and bytes as unsigned bytes, numbers by value.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
import { type AttributeValue, scalarOf, typeOf } from './attribute-value.ts'
import { parseDecimal } from './decimal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is the text whose bytes are its characters
const ascii = /^[\x00-\x7f]*$/

const complement = (digits: string): string => digits.replace(/\d/g, (digit) => String(9 - Number(digit)))

const sortableNumber = (text: string): string => {
  const { units, exponent } = parseDecimal(text)
  if (units === 0n) return '1'
  const digits = (units < 0n ? -units : units).toString()
  const magnitude = digits.length + exponent + 500
  if (units > 0n) return `2${String(magnitude).padStart(3, '0')}${digits}`
  return `0${String(999 - magnitude).padStart(3, '0')}${complement(digits)}~`
}

/** The sortable form of a scalar; only forms of one type compare. */
export const sortable = (value: AttributeValue): string => {
  if ('S' in value) return ascii.test(value.S) ? value.S : Buffer.from(value.S, 'utf8').toString('latin1')
  if ('B' in value) return Buffer.from(value.B, 'base64').toString('latin1')
  if ('N' in value) return sortableNumber(value.N)
  throw new Error(`a value of type ${typeOf(value)} has no order`)
}

/** Negative, zero or positive; undefined when the two have no order between them. */
export const compareScalars = (a: AttributeValue, b: AttributeValue): number | undefined => {
  if (typeOf(a) !== typeOf(b) || scalarOf(a) === undefined) return undefined
  const [left, right] = [sortable(a), sortable(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
