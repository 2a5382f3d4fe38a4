import type { Facts } from '#model'

/** A text as one word of a POSIX shell. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** For each environment variable that a project sets, the quoted way to read it; a name nobody sets does not compile. */
export const variablesOf = <F extends Facts>(facts: F): { readonly [K in keyof F & string]: string } =>
  Object.fromEntries(Object.keys(facts).map((key) => [key, `"$${key}"`])) as { [K in keyof F & string]: string }
