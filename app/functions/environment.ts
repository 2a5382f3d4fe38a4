/** A variable that the function cannot do without. */
export function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set; the function's configuration must give it`)
}
