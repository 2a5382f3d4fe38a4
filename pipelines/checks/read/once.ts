/** Finds something out about an object once: what was read does not change, and several rules ask the same of it. */
export const oncePer = <Of extends object, Value>(find: (of: Of) => Value): ((of: Of) => Value) => {
  const known = new WeakMap<Of, { readonly value: Value }>()
  return (of) => {
    const found = known.get(of) ?? { value: find(of) }
    known.set(of, found)
    return found.value
  }
}
