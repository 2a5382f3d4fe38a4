import { meantBy, ranked } from '#model/nearest.ts'

const shown = 3

/** The fix for a name that leads nowhere: the one that was probably meant, or those that come nearest to it. */
export const instead = (given: string, names: readonly string[], what: string): string => {
  const found = ranked(given, names)
  const near = meantBy(given, found)
  if (near !== undefined) return `did you mean "${near}"?`
  if (names.length === 0) return `there is no ${what} to name`
  const first = found.slice(0, shown)
  return `name ${names.length > 1 ? 'one of ' : ''}the ${what}${names.length > 1 ? 's' : ''}: ${first.map(({ word }) => `"${word}"`).join(', ')}${names.length > shown ? ', …' : ''}`
}
