import type { codes } from '#buildspecs/rules/codes.ts'

/** What is written, and the place, severity and code that it gives. */
export type Row = readonly [
  about: string,
  text: string,
  severity: 'error' | 'warning',
  place: string,
  code: keyof typeof codes,
]

export const head = 'version: 0.2\n'
export const build = 'phases:\n  build:\n    commands: [make]\n'
export const good = head + build
