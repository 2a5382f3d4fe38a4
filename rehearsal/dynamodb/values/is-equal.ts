import { type AttributeValue, attributeOf, typeOf } from './attribute-value.ts'

const sameMembers = (a: readonly string[], b: readonly string[]): boolean => {
  const members = new Set(b)
  return a.length === b.length && a.every((member) => members.has(member))
}

/** Whether two values are the same; the order of a set does not count. */
export const isEqual = (a: AttributeValue, b: AttributeValue): boolean => {
  if ('S' in a) return 'S' in b && a.S === b.S
  if ('N' in a) return 'N' in b && a.N === b.N
  if ('B' in a) return 'B' in b && a.B === b.B
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL
  if ('SS' in a) return 'SS' in b && sameMembers(a.SS, b.SS)
  if ('NS' in a) return 'NS' in b && sameMembers(a.NS, b.NS)
  if ('BS' in a) return 'BS' in b && sameMembers(a.BS, b.BS)
  if ('L' in a) {
    if (!('L' in b) || a.L.length !== b.L.length) return false
    const other = b.L
    return a.L.every((one, index) => isEqual(one, other[index] as AttributeValue))
  }
  if ('M' in a) {
    if (!('M' in b)) return false
    const [names, other] = [Object.keys(a.M), b.M]
    if (names.length !== Object.keys(other).length) return false
    return names.every((name) => {
      const [left, right] = [attributeOf(a.M, name), attributeOf(other, name)]
      return left !== undefined && right !== undefined && isEqual(left, right)
    })
  }
  return typeOf(a) === typeOf(b)
}
