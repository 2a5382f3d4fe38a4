// CloudFormation writes `ServiceRole` where the JSON APIs write `serviceRole`.

/** A value with the first letter of every key in lower case; below the keys in `keep`, keys are a user's and stay. */
export const camelKeys = (value: unknown, keep: readonly string[] = []): unknown => {
  if (Array.isArray(value)) return value.map((item) => camelKeys(item, keep))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const name = key.charAt(0).toLowerCase() + key.slice(1)
      return [name, keep.includes(name) ? item : camelKeys(item, keep)]
    }),
  )
}
