// Decimals of up to 38 digits, exact: no floating point touches them.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
import { invalid } from '../refusal.ts'

/** `units × 10^exponent`; `units` ends in no zero, and zero is `0 × 10^0`. */
export interface Decimal {
  readonly units: bigint
  readonly exponent: number
}

const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/

const maxDigits = 38
const maxMagnitude = 126
const minMagnitude = -129

/** Reads a number, refusing what DynamoDB does not store. */
export const parseDecimal = (text: string): Decimal => {
  const [, sign, whole = '', part = '', power = '0'] = written.exec(text) ?? []
  if (sign === undefined || whole + part === '') {
    throw invalid(`The parameter cannot be converted to a numeric value${text ? `: ${text}` : ''}`)
  }
  const digits = (whole + part).replace(/^0+/, '')
  const units = digits.replace(/0+$/, '')
  const exponent = Number(power) - part.length + (digits.length - units.length)
  if (units === '') return { units: 0n, exponent: 0 }
  if (units.length + exponent > maxMagnitude || units.length + exponent < minMagnitude || units.length > maxDigits) {
    throw outOfRange(units.length, exponent)
  }
  return { units: sign === '-' ? -BigInt(units) : BigInt(units), exponent }
}

const outOfRange = (length: number, exponent: number) => {
  if (length + exponent > maxMagnitude) {
    return invalid('Number overflow. Attempting to store a number with magnitude larger than supported range')
  }
  if (length + exponent < minMagnitude) {
    return invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range')
  }
  return invalid('Attempting to store more than 38 significant digits in a Number')
}

/** The number in full, without an exponent. */
const printDecimal = ({ units, exponent }: Decimal): string => {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString()
  if (exponent >= 0) return `${sign}${digits}${'0'.repeat(exponent)}`
  const padded = digits.padStart(1 - exponent, '0')
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}

// Whole numbers that need no second look are most of them.
const plain = /^(?:0|-?[1-9]\d{0,36})$/

/** The one way a number is written, so that equal numbers are equal texts. */
export const canonicalNumber = (text: string): string => (plain.test(text) ? text : printDecimal(parseDecimal(text)))

const aligned = (a: Decimal, b: Decimal): readonly [bigint, bigint, number] => {
  const exponent = Math.min(a.exponent, b.exponent)
  return [a.units * 10n ** BigInt(a.exponent - exponent), b.units * 10n ** BigInt(b.exponent - exponent), exponent]
}

const calculate = (a: string, b: string, operation: (a: bigint, b: bigint) => bigint): string => {
  const [left, right, exponent] = aligned(parseDecimal(a), parseDecimal(b))
  return printDecimal(parseDecimal(`${operation(left, right)}e${exponent}`))
}

/** The exact sum of two canonical numbers; refused when it needs more than 38 digits. */
export const add = (a: string, b: string): string => calculate(a, b, (left, right) => left + right)

/** The exact difference of two canonical numbers; refused when it needs more than 38 digits. */
export const subtract = (a: string, b: string): string => calculate(a, b, (left, right) => left - right)
