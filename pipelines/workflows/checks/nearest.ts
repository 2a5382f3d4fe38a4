import { nearest } from '#model/nearest.ts'

/** `use "a", "b" or "c"`, led by the name that was probably meant. */
export const offer = (given: string, names: readonly string[]): string => {
  const near = nearest(given, names)
  if (near !== undefined) return `did you mean "${near}"?`
  return names.length > 0 ? `use one of ${names.map((name) => `"${name}"`).join(', ')}` : 'there is none to use'
}
