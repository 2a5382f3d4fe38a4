// Where two JSON values differ, as paths down to the smallest part that changed.
import { isRecord } from './template.ts'
import { isUnknown } from './unknown.ts'

/** One difference: an undefined side means that the part is not there. */
export interface Difference {
  /** The keys and list indexes from the top, `['Listeners', '0', 'Port']`. */
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

/** True when two values say the same; an unknown equals only the unknown of the same thing. */
export const same = (before: unknown, after: unknown): boolean => differencesOf(before, after).length === 0

/** The differences of two values, key by key and item by item. */
export const differencesOf = (before: unknown, after: unknown, path: readonly string[] = []): readonly Difference[] => {
  if (before === after) return []
  if (isUnknown(before) || isUnknown(after)) {
    return isUnknown(before) && isUnknown(after) && before.of === after.of ? [] : [{ path, before, after }]
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, index) =>
      differencesOf(before[index], after[index], [...path, String(index)]),
    )
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key]))
  }
  return scalar(before) !== undefined && scalar(before) === scalar(after) ? [] : [{ path, before, after }]
}

// CloudFormation compares what it sends to the service, where 80 and "80" are one value.
const scalar = (value: unknown): string | undefined =>
  value !== null && ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
