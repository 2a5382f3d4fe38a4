/** Whether two parts of a request say the same; the order of members does not count. */
export const isEqualShape = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    left.length === right.size && left.every(([name, value]) => right.has(name) && isEqualShape(value, right.get(name)))
  )
}
