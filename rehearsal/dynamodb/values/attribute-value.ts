/** A value as the wire carries it: exactly one member. Numbers are canonical decimals, binaries canonical base64. */
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly M: Item }
  | { readonly L: readonly AttributeValue[] }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }

/** An item, or the inside of a map. */
export type Item = { readonly [name: string]: AttributeValue }

/** The name of a type, as `attribute_type` takes it. */
export type ValueType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'BOOL' | 'NULL'

/** Every type, in the order AWS lists them. */
export const valueTypes: readonly ValueType[] = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M']

/** The type of a value. */
export const typeOf = (value: AttributeValue): ValueType => {
  for (const type in value) return type as ValueType
  throw new Error('an attribute value without a member')
}

/** An attribute of an item; never something every object inherits, whatever the name. */
export const attributeOf = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined

/** The text, number or bytes of a scalar, as written; undefined for everything else. */
export const scalarOf = (value: AttributeValue): string | undefined => {
  if ('S' in value) return value.S
  if ('N' in value) return value.N
  return 'B' in value ? value.B : undefined
}
