const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, character] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, against] of [...other].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (character === against ? 0 : 1)))
    row = next
  }
  return row[other.length] ?? 0
}

const bare = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '')

/** Words by how little they differ from a given one. */
export const ranked = (
  given: string,
  words: readonly string[],
): readonly { readonly word: string; readonly off: number }[] =>
  words.map((word) => ({ word, off: distance(bare(given), bare(word)) })).sort((one, other) => one.off - other.off)

/** The word that was probably meant, if one is near enough. */
export const nearest = (given: string, words: readonly string[]): string | undefined => {
  const best = ranked(given, words)[0]
  return best && best.off <= Math.min(Math.max(2, Math.floor(given.length / 4)), Math.floor(given.length / 2))
    ? best.word
    : undefined
}

/** The fix for a wrong word: the one that was probably meant, or all that may stand there. */
export const instead = (given: string, words: readonly string[]): string => {
  const near = nearest(given, words)
  return near === undefined ? `use one of ${words.join(', ')}` : `did you mean "${near}"?`
}
