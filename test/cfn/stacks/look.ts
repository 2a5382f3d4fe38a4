// Looks into JSON at paths that a test knows.

/** An object of JSON whose parts are looked at further. */
export type Json = Readonly<Record<string, unknown>>

/** What stands at a path; undefined where nothing does. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside ? Reflect.get(inside, key) : undefined),
    value,
  )

/** The objects of the list at a path. */
export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly Json[] => {
  const found = at(value, ...path)
  if (!Array.isArray(found)) throw new Error(`no list at ${path.join('.')}`)
  return found
}
