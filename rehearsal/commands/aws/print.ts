// How the AWS command line prints a result.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
import { Refusal } from '../command-line.ts'

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof Date) return value.toISOString()
  return String(value)
}

const text = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) {
    const flat = value.every((item) => item === null || typeof item !== 'object')
    return flat ? (value.length ? [value.map(cell).join('\t')] : []) : value.flatMap(text)
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) return [cell(value)]
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  const scalars = entries.filter(([, one]) => one === null || typeof one !== 'object' || one instanceof Date)
  const nested = entries.filter(([, one]) => one !== null && typeof one === 'object' && !(one instanceof Date))
  return [
    ...(scalars.length ? [scalars.map(([, one]) => cell(one)).join('\t')] : []),
    ...nested.flatMap(([name, one]) => text(one).map((line) => `${name.toUpperCase()}\t${line}`)),
  ]
}

/** A result in the asked format, json unless told. */
export const printed = (value: unknown, format = 'json'): string => {
  if (format === 'json') return JSON.stringify(value, null, 4)
  if (format === 'text') return text(value).join('\n')
  throw new Refusal(`--output ${format}: known here: json, text`, 252)
}
