// What both begin or end with adds nothing: words that are compared are mostly names of one family.
const withoutCommon = (one: string, other: string): readonly [string, string] => {
  const least = Math.min(one.length, other.length)
  let begin = 0
  while (begin < least && one[begin] === other[begin]) begin++
  let end = 0
  while (end < least - begin && one.at(-1 - end) === other.at(-1 - end)) end++
  return [one.slice(begin, one.length - end), other.slice(begin, other.length - end)]
}

const distance = (first: string, second: string): number => {
  const [one, other] = withoutCommon(first, second)
  const row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 0; i < one.length; i++) {
    let diagonal = i
    row[0] = i + 1
    for (let j = 0; j < other.length; j++) {
      const above = row[j + 1] ?? 0
      row[j + 1] = Math.min(above + 1, (row[j] ?? 0) + 1, diagonal + (one[i] === other[j] ? 0 : 1))
      diagonal = above
    }
  }
  return row[other.length] ?? 0
}

const bare = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '')

/** A word, and how far it is from the one that was given. */
export interface Ranked {
  readonly word: string
  readonly off: number
}

/** Words by how little they differ from a given one. */
export const ranked = (given: string, words: readonly string[]): readonly Ranked[] => {
  const meant = bare(given)
  return words.map((word) => ({ word, off: distance(meant, bare(word)) })).sort((one, other) => one.off - other.off)
}

/** The first of ranked words, if it is near enough to be the one that was meant. */
export const meantBy = (given: string, [best]: readonly Ranked[]): string | undefined =>
  best && best.off <= Math.min(Math.max(2, Math.floor(given.length / 4)), Math.floor(given.length / 2))
    ? best.word
    : undefined

/** The word that was probably meant, if one is near enough. */
export const nearest = (given: string, words: readonly string[]): string | undefined =>
  meantBy(given, ranked(given, words))

/** The fix for a wrong word: the one that was probably meant, or all that may stand there. */
export const instead = (given: string, words: readonly string[]): string => {
  const near = nearest(given, words)
  return near === undefined ? `use one of ${words.join(', ')}` : `did you mean "${near}"?`
}
