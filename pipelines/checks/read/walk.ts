import { isRecord } from '#cfn/analysis/template.ts'

type Keys = readonly (string | number)[]

/** Something inside a value, with the keys that lead to it. */
export interface Inside<T> {
  readonly keys: Keys
  readonly value: T
}

/** Shows everything inside a value, the value itself included. Whoever keeps the keys copies them. */
export const visit = (
  value: unknown,
  see: (value: unknown, keys: Keys) => void,
  keys: (string | number)[] = [],
): void => {
  see(value, keys)
  if (Array.isArray(value))
    for (let at = 0; at < value.length; at++) {
      keys.push(at)
      visit(value[at], see, keys)
      keys.pop()
    }
  else if (isRecord(value))
    for (const key in value) {
      keys.push(key)
      visit(value[key], see, keys)
      keys.pop()
    }
}

/** Every object inside a value, the value itself included. */
export const recordsIn = (value: unknown): readonly Inside<Record<string, unknown>>[] => {
  const found: Inside<Record<string, unknown>>[] = []
  visit(value, (each, keys) => {
    if (isRecord(each)) found.push({ keys: [...keys], value: each })
  })
  return found
}

/** Every text inside a value. */
export const textsIn = (value: unknown): readonly Inside<string>[] => {
  const found: Inside<string>[] = []
  visit(value, (each, keys) => {
    if (typeof each === 'string') found.push({ keys: [...keys], value: each })
  })
  return found
}

/** A value as a list: itself when it is one, one item when it is anything else, none when it is missing. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** A value as an object; empty when it is none. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
