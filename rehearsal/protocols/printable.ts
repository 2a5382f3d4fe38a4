/** A copy of a value as the wire carries it: Dates by the protocol's own rule, blobs as base64, nothing undefined. */
export const printable = (value: unknown, printDate: (date: Date) => unknown): unknown => {
  if (value instanceof Date) return printDate(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map((item) => printable(item, printDate))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(entries.map(([key, part]) => [key, printable(part, printDate)]))
}
