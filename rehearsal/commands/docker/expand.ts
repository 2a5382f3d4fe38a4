// Variables and words in a Dockerfile.
// https://docs.docker.com/reference/dockerfile/#environment-replacement

/** A text with `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}` replaced; `\$` stays a dollar. */
export const expand = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(
    /\\\$|\$\{(\w+)(?:(:?[-+])([^}]*))?\}|\$(\w+)/g,
    (
      all,
      name: string | undefined,
      operator: string | undefined,
      word: string | undefined,
      short: string | undefined,
    ) => {
      if (all === '\\$') return '$'
      const value = values[name ?? short ?? '']
      const set = operator?.startsWith(':') ? value !== undefined && value !== '' : value !== undefined
      if (operator?.endsWith('-')) return set ? (value as string) : expand(word ?? '', values)
      if (operator?.endsWith('+')) return set ? expand(word ?? '', values) : ''
      return value ?? ''
    },
  )

/** A text split at blanks outside quotes, with the quotes removed. */
export const words = (text: string): readonly string[] => {
  const found: string[] = []
  for (const [word] of text.matchAll(/(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'\\])+/gs)) {
    found.push(
      word.replace(/\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/gs, (_, escaped, double, single) =>
        escaped !== undefined
          ? escaped === '$'
            ? '\\$'
            : escaped
          : double !== undefined
            ? double.replace(/\\(["\\])/g, '$1')
            : single,
      ),
    )
  }
  return found
}

/** The strings of a JSON array, or undefined when the text is something else: the exec form of CMD, RUN, COPY… */
export const jsonArray = (text: string): readonly string[] | undefined => {
  if (!text.trim().startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
  } catch {
    return undefined
  }
}
