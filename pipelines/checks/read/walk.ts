import { isRecord } from '#cfn/analysis/template.ts'

type Keys = readonly (string | number)[]

/** Something inside a value, with the keys that lead to it. */
export interface Inside<T> {
  readonly keys: Keys
  readonly value: T
}

/** Every object inside a value, the value itself included. */
export const recordsIn = (value: unknown): readonly Inside<Record<string, unknown>>[] => {
  const found: Inside<Record<string, unknown>>[] = []
  visit(value, [], (each, keys) => {
    if (isRecord(each)) found.push({ keys, value: each })
  })
  return found
}

/** Every text inside a value. */
export const textsIn = (value: unknown): readonly Inside<string>[] => {
  const found: Inside<string>[] = []
  visit(value, [], (each, keys) => {
    if (typeof each === 'string') found.push({ keys, value: each })
  })
  return found
}

// What is found is collected in one list: lists of each level, joined by the one above, are copied again and again.
const visit = (value: unknown, keys: Keys, see: (value: unknown, keys: Keys) => void): void => {
  see(value, keys)
  if (Array.isArray(value)) for (const [at, item] of value.entries()) visit(item, [...keys, at], see)
  else if (isRecord(value)) for (const [key, item] of Object.entries(value)) visit(item, [...keys, key], see)
}

/** A value as a list: itself when it is one, one item when it is anything else, none when it is missing. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** A value as an object; empty when it is none. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
