import { isRecord } from '#cfn/analysis/template.ts'

type Keys = readonly (string | number)[]

/** Something inside a value, with the keys that lead to it. */
export interface Inside<T> {
  readonly keys: Keys
  readonly value: T
}

/** Every object inside a value, the value itself included. */
export const recordsIn = (value: unknown, keys: Keys = []): readonly Inside<Record<string, unknown>>[] => {
  if (Array.isArray(value)) return value.flatMap((item, at) => recordsIn(item, [...keys, at]))
  if (!isRecord(value)) return []
  return [{ keys, value }, ...Object.entries(value).flatMap(([key, item]) => recordsIn(item, [...keys, key]))]
}

/** Every text inside a value. */
export const textsIn = (value: unknown, keys: Keys = []): readonly Inside<string>[] => {
  if (typeof value === 'string') return [{ keys, value }]
  if (Array.isArray(value)) return value.flatMap((item, at) => textsIn(item, [...keys, at]))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...keys, key]))
}

/** A value as a list: itself when it is one, one item when it is anything else, none when it is missing. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** A value as an object; empty when it is none. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
