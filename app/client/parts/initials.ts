/** The first letters of the first and the last word: "Andrew Brown" is AB. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.match(/[\p{L}\p{N}]/u)?.[0] ?? '',
  )
  return letters.join('').toUpperCase()
}
