const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length] ?? 0
}

/** The name someone probably meant, if one of the names is near enough. */
const nearest = (given: string, names: readonly string[]): string | undefined => {
  const ranked = names.map((name) => ({ name, off: distance(given.toLowerCase(), name.toLowerCase()) }))
  const best = ranked.sort((a, b) => a.off - b.off)[0]
  return best && best.off <= Math.max(2, Math.floor(given.length / 3)) ? best.name : undefined
}

/** `use "a", "b" or "c"`, led by the name that was probably meant. */
export const offer = (given: string, names: readonly string[]): string => {
  const near = nearest(given, names)
  if (near !== undefined) return `did you mean "${near}"?`
  return names.length > 0 ? `use one of ${names.map((name) => `"${name}"`).join(', ')}` : 'there is none to use'
}
