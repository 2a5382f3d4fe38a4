import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.ts'

/** Where a value stands in an item: the name of an attribute, then names of map entries and positions in lists. */
export type Path = readonly [string, ...(string | number)[]]

/** A path as AWS prints it: `[a, b, [0]]`. */
export const printPath = (path: readonly (string | number)[]): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`

/** The value at a path. */
export const valueAt = (item: Item, path: Path): AttributeValue | undefined => {
  const [first, ...steps] = path
  return steps.reduce<AttributeValue | undefined>(
    (value, step) => {
      if (value === undefined) return undefined
      if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined
      return 'M' in value ? attributeOf(value.M, step) : undefined
    },
    attributeOf(item, first),
  )
}
