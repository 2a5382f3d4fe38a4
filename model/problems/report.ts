// What the checks of a configuration share. Configurations run without a type check, so nothing here trusts a type.

/** Anything with properties. */
export type Loose = Readonly<Record<string, unknown>>

/** Says that something is wrong: with which value, under which code, what, and the exact fix. */
export type Report = (at: unknown, code: string, says: string, fix: string) => void

/** A value as it is shown to a person. */
export const show = (given: unknown): string =>
  given === undefined ? 'nothing' : (JSON.stringify(given) ?? String(given))

/** True for anything with properties. */
export const isLoose = (given: unknown): given is Loose => typeof given === 'object' && given !== null

/** The list, or an empty one in the place of what is none. */
export const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])

/** True for a whole number between two. */
export const isWhole = (given: unknown, least: number, most: number): given is number =>
  typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most

/** True for a path below the repository. */
export const isInside = (given: unknown): given is string =>
  typeof given === 'string' && given !== '' && !given.startsWith('/') && !given.split('/').includes('..')

const isName = (given: unknown, most: number) =>
  typeof given === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(given) && given.length <= most

/** Refuses what is no name: names become parts of stacks, hosts and paths. */
export const checkName = (
  report: Report,
  at: unknown,
  { what, given, most = 20 }: { readonly what: string; readonly given: unknown; readonly most?: number },
) => {
  if (!isName(given, most))
    report(
      at,
      'name-malformed',
      `${what} name ${show(given)} cannot be a name`,
      `use lower-case words joined by "-", at most ${most} characters, such as "${what.split(' ').at(-1)}"`,
    )
}

/** Refuses two things of one name. */
export const checkTwice = (report: Report, what: string, given: readonly unknown[]) => {
  const seen = new Map<unknown, unknown>()
  for (const each of given) {
    if (!isLoose(each)) continue
    const same = seen.get(each.name)
    if (same !== undefined && same !== each)
      report(each, 'name-taken', `${what} name ${show(each.name)} is used twice`, `give this ${what} another name`)
    else seen.set(each.name, each)
  }
}
