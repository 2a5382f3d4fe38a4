import { isRecord } from '#cfn/analysis/template.ts'

type Keys = readonly (string | number)[]

/** A place where two values differ. What only one of them has is undefined in the other. */
export interface Difference {
  readonly keys: Keys
  readonly expected: unknown
  readonly found: unknown
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? ''

// Of lists, what stands in one of them alone: what moved by one place did not change.
const inLists = (expected: readonly unknown[], found: readonly unknown[], keys: Keys): readonly Difference[] => {
  if (expected.length === found.length)
    return expected.flatMap((each, at) => differencesOf(each, found[at], [...keys, at]))
  const [had, has] = [new Set(expected.map(textOf)), new Set(found.map(textOf))]
  return [
    ...expected.filter((each) => !has.has(textOf(each))).map((each) => ({ keys, expected: each, found: undefined })),
    ...found.flatMap((each, at) =>
      had.has(textOf(each)) ? [] : [{ keys: [...keys, at], expected: undefined, found: each }],
    ),
  ]
}

/** Where a value differs from the one that is expected, as deep inside as can be said. */
export const differencesOf = (expected: unknown, found: unknown, keys: Keys = []): readonly Difference[] => {
  if (Array.isArray(expected) && Array.isArray(found)) return inLists(expected, found, keys)
  if (isRecord(expected) && isRecord(found))
    return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((key) =>
      differencesOf(expected[key], found[key], [...keys, key]),
    )
  return textOf(expected) === textOf(found) ? [] : [{ keys, expected, found }]
}
