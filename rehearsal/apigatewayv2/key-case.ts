// The API spells its members with a small first letter, CloudFormation with a capital one; the names in maps are the user's.
import type { Shape } from '../service.ts'

const maps = new Set(['tags', 'stagevariables', 'routesettings', 'requestparameters', 'responseparameters'])

const changed = (value: unknown, change: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((one) => changed(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      change(name),
      maps.has(name.toLowerCase()) ? part : changed(part, change),
    ]),
  )
}

/** Members with small first letters. */
export const lowerKeys = (shape: Shape): Shape =>
  changed(shape, (name) => name.slice(0, 1).toLowerCase() + name.slice(1)) as Shape

/** Members with capital first letters. */
export const upperKeys = (shape: Shape): Shape =>
  changed(shape, (name) => name.slice(0, 1).toUpperCase() + name.slice(1)) as Shape
